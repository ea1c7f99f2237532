/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands in for libFuzzer with any compiler: gives a target every file of the
 * folders named as arguments, each prefix of it, and each of it with one bit
 * turned over. Inputs lie in blocks of exactly their size, so that a sanitizer
 * sees one byte too far.
 */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>

#define MAX_LEN      (1u << 20)
#define MAX_VARIANTS 4096u

static unsigned runs;

static void
run(const uint8_t *data, size_t len)
{
    uint8_t *exact = malloc(len == 0 ? 1 : len);

    FUZZ_CHECK(exact != NULL);
    if (len > 0)
        memcpy(exact, data, len);
    (void)LLVMFuzzerTestOneInput(exact, len);
    free(exact);
    runs++;
}

static void
run_variants(uint8_t *data, size_t len)
{
    size_t limit = len < MAX_VARIANTS ? len : MAX_VARIANTS;
    size_t i;

    run(data, len);
    for (i = 0; i < limit; i++)
        run(data, i);
    for (i = 0; i < limit; i++) {
        uint8_t bit = (uint8_t)(1u << (i * 5 % 8));

        data[i] ^= bit;
        run(data, len);
        data[i] ^= bit;
    }
}

static void
run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(MAX_LEN);
    size_t len;

    FUZZ_CHECK(file != NULL && data != NULL);
    len = fread(data, 1, MAX_LEN, file);
    FUZZ_CHECK(fclose(file) == 0);
    run_variants(data, len);
    free(data);
}

static void
run_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    char path[2048];

    FUZZ_CHECK(dir != NULL);
    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        run_file(path);
    }
    (void)closedir(dir);
}

int
main(int argc, char **argv)
{
    int i;

    for (i = 1; i < argc; i++)
        run_folder(argv[i]);
    printf("%u inputs\n", runs);
    return runs > 0 ? 0 : 1;
}
