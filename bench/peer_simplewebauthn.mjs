// SPDX-License-Identifier: Apache-2.0
// SimpleWebAuthn on the same ceremonies, in rounds that another program asks
// for, a line each:
//
//   in   what is expected and the response, one JSON object; then "round"s
//   out  "ready" after the object, then each round's calls per second of CPU
//
// The time is the whole process's, so its thread pool and the collector count.
import { createInterface } from "node:readline";
import {
    verifyAuthenticationResponse,
    verifyRegistrationResponse,
} from "@simplewebauthn/server";

const ROUND_MS = 200;
const WARM_UP_CALLS = 500;

function verifierOf({ origin, rpId, challenge, publicKey, response }) {
    const expected = {
        expectedOrigin: origin,
        expectedRPID: rpId,
        expectedChallenge: challenge,
    };
    const text = JSON.stringify(response);
    if (!publicKey) {
        return () =>
            verifyRegistrationResponse({
                ...expected,
                response: JSON.parse(text),
            });
    }
    const credential = {
        id: response.id,
        publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")),
        counter: 0,
    };
    return () =>
        verifyAuthenticationResponse({
            ...expected,
            credential,
            response: JSON.parse(text),
        });
}

async function callOnce(verify) {
    const { verified } = await verify();
    if (!verified) {
        throw new Error("not verified");
    }
}

function cpuSeconds() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
}

async function rate(verify) {
    const begin = cpuSeconds();
    const end = performance.now() + ROUND_MS;
    let calls = 0;
    while (performance.now() < end) {
        await callOnce(verify);
        calls++;
    }
    return calls / (cpuSeconds() - begin);
}

let verify = null;
for await (const line of createInterface({ input: process.stdin })) {
    if (line !== "round") {
        verify = verifierOf(JSON.parse(line));
        for (let i = 0; i < WARM_UP_CALLS; i++) {
            await callOnce(verify);
        }
        console.log("ready");
    } else {
        console.log((await rate(verify)).toFixed(1));
    }
}
