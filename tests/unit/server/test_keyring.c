/* SPDX-License-Identifier: Apache-2.0 */
/* The file of secrets: made once, read back, rotated, refused when open. */
#include "../unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../../server/account/keyring.h"

static char directory[64];
static char path[96];

static int
make_directory(void **state)
{
    (void)state;
    strcpy(directory, "/tmp/passkeyd-keyring-XXXXXX");
    if (mkdtemp(directory) == NULL)
        return -1;
    snprintf(path, sizeof(path), "%s/keyring", directory);
    return 0;
}

static int
remove_directory(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(directory);
}

static void
the_first_open_makes_it_and_the_next_reads_it(void **state)
{
    struct server_keys first, second;
    struct stat status;

    (void)state;
    assert_null(keyring_open(path, &first));
    assert_null(keyring_open(path, &second));
    assert_memory_equal(&first, &second, sizeof(first));
    assert_int_equal(first.ceremonies.num_keys, 1);
    assert_int_equal(first.ceremonies.keys[0].id, 1);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
}

static void
rotation_keeps_the_old_keys_and_the_decoy_key(void **state)
{
    struct server_keys old, new;

    (void)state;
    assert_null(keyring_open(path, &old));
    assert_null(keyring_rotate(path));
    assert_null(keyring_open(path, &new));
    assert_int_equal(new.ceremonies.num_keys, 2);
    assert_int_equal(new.ceremonies.keys[0].id, 2);
    assert_memory_equal(&new.ceremonies.keys[1], &old.ceremonies.keys[0],
        sizeof(old.ceremonies.keys[0]));
    assert_memory_not_equal(new.ceremonies.keys[0].key,
        old.ceremonies.keys[0].key, PASSKEY_SEAL_KEY_LEN);
    assert_memory_equal(new.decoy, old.decoy, sizeof(old.decoy));
}

static void
the_oldest_key_gives_way(void **state)
{
    struct server_keys keys;
    int i;

    (void)state;
    for (i = 0; i < PASSKEY_KEYRING_MAX + 2; i++)
        assert_null(keyring_rotate(path));
    assert_null(keyring_open(path, &keys));
    assert_int_equal(keys.ceremonies.num_keys, PASSKEY_KEYRING_MAX);
    assert_int_equal(keys.ceremonies.keys[0].id, PASSKEY_KEYRING_MAX + 3);
    assert_int_equal(keys.ceremonies.keys[PASSKEY_KEYRING_MAX - 1].id, 4);
}

static void
a_file_that_others_can_read_is_refused(void **state)
{
    struct server_keys keys;

    (void)state;
    assert_null(keyring_open(path, &keys));
    assert_int_equal(chmod(path, 0640), 0);
    assert_string_equal(keyring_open(path, &keys),
        "the key ring can be read by others; set its mode to 0600");
}

static void
a_damaged_file_is_refused_and_left_alone(void **state)
{
    static const char *const texts[] = {"", "passkeyd-keyring 1\n",
        "passkeyd-keyring 2\nceremony 1 AAAA\n",
        "passkeyd-keyring 1\nceremony 1 AAAA\ndecoy AAAA\n"};
    struct server_keys keys;
    struct stat status;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ssize_t len = (ssize_t)strlen(texts[i]);

        assert_int_equal(write(file, texts[i], (size_t)len), len);
        close(file);
        assert_string_equal(keyring_open(path, &keys),
            "the key ring is damaged; restore it from a backup");
        assert_non_null(keyring_rotate(path));
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_size, len);
    }
}

#define KEYRING_TEST(name) \
    cmocka_unit_test_setup_teardown(name, make_directory, remove_directory)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        KEYRING_TEST(the_first_open_makes_it_and_the_next_reads_it),
        KEYRING_TEST(rotation_keeps_the_old_keys_and_the_decoy_key),
        KEYRING_TEST(the_oldest_key_gives_way),
        KEYRING_TEST(a_file_that_others_can_read_is_refused),
        KEYRING_TEST(a_damaged_file_is_refused_and_left_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
