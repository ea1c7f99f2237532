/* SPDX-License-Identifier: Apache-2.0 */
/* All addresses that this server answers. */
#include "route.h"

#include "../api/api.h"
#include "../page/page.h"
#include "static_files.h"

const struct route routes[] = {
    {HTTP_GET, "/", ACCESS_PUBLIC, GUARD_NONE, page_sign_in},
    {HTTP_GET, "/sign-up", ACCESS_PUBLIC, GUARD_NONE, page_sign_up},
    {HTTP_GET, "/account", ACCESS_PUBLIC, GUARD_NONE, page_account},
    {HTTP_GET, "/passkey.js", ACCESS_PUBLIC, GUARD_NONE, static_passkey_js},
    {HTTP_GET, "/favicon.ico", ACCESS_PUBLIC, GUARD_NONE, static_icon},
    {HTTP_GET, "/static/:id", ACCESS_PUBLIC, GUARD_NONE, static_file},
    {HTTP_GET, "/healthz", ACCESS_PUBLIC, GUARD_NONE, api_health},

    /* Answers a challenge and remembers nothing, so it needs no guard. */
    {HTTP_POST, "/api/auth/login/options", ACCESS_PUBLIC, GUARD_NONE,
        api_login_options},
    {HTTP_POST, "/api/auth/login/verify", ACCESS_PUBLIC, GUARD_JSON,
        api_login_verify},
    {HTTP_POST, "/api/auth/register/options", ACCESS_PUBLIC, GUARD_JSON,
        api_register_options},
    {HTTP_POST, "/api/auth/register/verify", ACCESS_PUBLIC, GUARD_JSON,
        api_register_verify},
    {HTTP_GET, "/api/auth/session", ACCESS_PUBLIC, GUARD_NONE, api_session},
    {HTTP_POST, "/api/auth/logout", ACCESS_PUBLIC, GUARD_EMPTY, api_logout},
};

const size_t num_routes = sizeof(routes) / sizeof(routes[0]);
