/* SPDX-License-Identifier: Apache-2.0 */
/* All addresses that this server answers. */
#include "route.h"

#include "../api/admin.h"
#include "../api/api.h"
#include "../api/well_known.h"
#include "../page/form.h"
#include "../page/link_page.h"
#include "../page/page.h"
#include "../page/theme.h"
#include "static_files.h"

const struct route routes[] = {
    {HTTP_GET, "/", ACCESS_PUBLIC, GUARD_NONE, page_sign_in},
    {HTTP_GET, "/sign-up", ACCESS_PUBLIC, GUARD_NONE, page_sign_up},
    {HTTP_GET, "/recover", ACCESS_PUBLIC, GUARD_NONE, page_recover},
    {HTTP_GET, "/link/:id", ACCESS_PUBLIC, GUARD_NONE, page_link},
    {HTTP_GET, "/welcome", ACCESS_SESSION, GUARD_NONE, page_welcome},
    {HTTP_GET, "/confirm", ACCESS_SESSION, GUARD_NONE, page_confirm},
    {HTTP_GET, "/account", ACCESS_SESSION, GUARD_NONE, page_account},

    /* The forms of these pages. */
    {HTTP_POST, "/sign-in", ACCESS_PUBLIC, GUARD_FORM, form_sign_in},
    {HTTP_POST, "/sign-up", ACCESS_PUBLIC, GUARD_FORM, form_sign_up},
    {HTTP_POST, "/recover", ACCESS_PUBLIC, GUARD_FORM, form_recover},
    {HTTP_POST, "/link", ACCESS_PUBLIC, GUARD_FORM, form_open_link},
    {HTTP_POST, "/sign-out", ACCESS_PUBLIC, GUARD_FORM, form_sign_out},
    {HTTP_POST, "/confirm", ACCESS_SESSION, GUARD_FORM, form_confirm},
    {HTTP_POST, "/account/password", ACCESS_FRESH, GUARD_FORM,
        form_set_password},
    {HTTP_POST, "/account/password/remove", ACCESS_FRESH, GUARD_FORM,
        form_remove_password},
    {HTTP_POST, "/account/recovery-codes", ACCESS_FRESH, GUARD_FORM,
        form_make_codes},
    {HTTP_POST, "/account/passkeys/rename", ACCESS_SESSION, GUARD_FORM,
        form_rename_passkey},
    {HTTP_POST, "/account/passkeys/remove", ACCESS_FRESH, GUARD_FORM,
        form_remove_passkey},
    {HTTP_POST, "/account/sessions/end", ACCESS_SESSION, GUARD_FORM,
        form_end_session},
    {HTTP_POST, "/account/sessions/end-others", ACCESS_SESSION, GUARD_FORM,
        form_end_other_sessions},
    {HTTP_POST, "/account/email", ACCESS_FRESH, GUARD_FORM, form_set_email},
    {HTTP_POST, "/recover/email", ACCESS_PUBLIC, GUARD_FORM,
        form_mail_recovery},
    {HTTP_POST, "/account/delete", ACCESS_FRESH, GUARD_FORM,
        form_delete_account},

    {HTTP_GET, "/passkey.js", ACCESS_PUBLIC, GUARD_NONE, static_passkey_js},
    {HTTP_GET, "/favicon.ico", ACCESS_PUBLIC, GUARD_NONE, static_icon},
    {HTTP_GET, "/static/:id", ACCESS_PUBLIC, GUARD_NONE, static_file},
    {HTTP_GET, "/theme.css", ACCESS_PUBLIC, GUARD_NONE, theme_style},
    {HTTP_GET, "/logo", ACCESS_PUBLIC, GUARD_NONE, theme_logo},
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
    {HTTP_POST, "/api/auth/confirm/options", ACCESS_SESSION, GUARD_JSON,
        api_confirm_options},
    {HTTP_POST, "/api/auth/confirm/verify", ACCESS_SESSION, GUARD_JSON,
        api_confirm_verify},
    {HTTP_GET, "/api/auth/session", ACCESS_PUBLIC, GUARD_NONE, api_session},
    {HTTP_POST, "/api/auth/logout", ACCESS_PUBLIC, GUARD_EMPTY, api_logout},

    {HTTP_GET, "/api/account/passkeys", ACCESS_SESSION, GUARD_NONE,
        api_passkeys},
    {HTTP_PATCH, "/api/account/passkeys/:id", ACCESS_SESSION, GUARD_JSON,
        api_passkey_rename},
    {HTTP_DELETE, "/api/account/passkeys/:id", ACCESS_FRESH, GUARD_EMPTY,
        api_passkey_delete},
    {HTTP_GET, "/api/account/signals", ACCESS_SESSION, GUARD_NONE,
        api_signals},

    {HTTP_POST, "/api/auth/token", ACCESS_SESSION, GUARD_EMPTY, api_token},
    {HTTP_GET, "/.well-known/jwks.json", ACCESS_PUBLIC, GUARD_NONE, api_jwks},
    {HTTP_GET, "/.well-known/webauthn", ACCESS_PUBLIC, GUARD_NONE,
        well_known_webauthn},
    {HTTP_GET, "/.well-known/passkey-endpoints", ACCESS_PUBLIC, GUARD_NONE,
        well_known_passkey_endpoints},
    {HTTP_GET, "/.well-known/change-password", ACCESS_PUBLIC, GUARD_NONE,
        well_known_change_password},
    {HTTP_GET, "/.well-known/assetlinks.json", ACCESS_PUBLIC, GUARD_NONE,
        well_known_assetlinks},
    {HTTP_GET, "/.well-known/apple-app-site-association", ACCESS_PUBLIC,
        GUARD_NONE, well_known_apple},

    /* The site's own backend, with its key; the command line, locally. */
    {HTTP_GET, "/api/admin/users", ACCESS_ADMIN, GUARD_NONE, admin_users},
    {HTTP_GET, "/api/admin/users/:id", ACCESS_ADMIN, GUARD_NONE, admin_user},
    {HTTP_GET, "/api/admin/passkeys/:id", ACCESS_ADMIN, GUARD_NONE,
        admin_passkeys},
    {HTTP_GET, "/api/admin/sessions/:id", ACCESS_ADMIN, GUARD_NONE,
        admin_sessions},
    {HTTP_GET, "/api/admin/audit", ACCESS_ADMIN, GUARD_NONE, admin_audit},
    {HTTP_POST, "/api/admin/invite", ACCESS_ADMIN, GUARD_KEY, admin_invite},
    {HTTP_POST, "/api/admin/add", ACCESS_ADMIN, GUARD_KEY, admin_add},
    {HTTP_POST, "/api/admin/recover", ACCESS_ADMIN, GUARD_KEY, admin_recover},
    {HTTP_POST, "/api/admin/disable", ACCESS_ADMIN, GUARD_KEY, admin_disable},
    {HTTP_POST, "/api/admin/enable", ACCESS_ADMIN, GUARD_KEY, admin_enable},
    {HTTP_POST, "/api/admin/delete", ACCESS_ADMIN, GUARD_KEY, admin_delete},
    {HTTP_POST, "/api/admin/logout", ACCESS_ADMIN, GUARD_KEY, admin_logout},
    {HTTP_POST, "/api/admin/remove-passkey", ACCESS_ADMIN, GUARD_KEY,
        admin_remove_passkey},
    {HTTP_POST, "/api/admin/backup", ACCESS_ADMIN, GUARD_KEY, admin_backup},
    {HTTP_POST, "/api/admin/check", ACCESS_ADMIN, GUARD_KEY, admin_check},
    {HTTP_POST, "/api/admin/metadata", ACCESS_ADMIN, GUARD_KEY,
        admin_import_metadata},
    {HTTP_GET, "/api/admin/models/:id", ACCESS_ADMIN, GUARD_NONE,
        admin_show_model},
};

const size_t num_routes = sizeof(routes) / sizeof(routes[0]);
