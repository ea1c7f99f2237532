/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of somebody who is signed in. */
#ifndef PAGE_ACCOUNT_PAGE_H
#define PAGE_ACCOUNT_PAGE_H

#include "page_view.h"

/*
 * The account with everything that belongs to it. Without a session, which
 * may have ended meanwhile, the visitor is sent to sign in.
 */
void page_account_send(struct page *page, unsigned status);

/* The ways in which this account can confirm that its owner is here. */
void page_confirm_send(struct page *page, unsigned status);

#endif
