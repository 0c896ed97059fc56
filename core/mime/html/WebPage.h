// SPDX-License-Identifier: GPL-3.0-or-later
//
// WebPage makes of a message a page for a browser: the sender's own markup and style as far as the
// allow-lists let them through, not lowered, with the message's pictures in it. It can load nothing, run
// nothing and send nothing: not by what stands in it, and not by the policy at its head either, each of which
// would do. Pure, bounded in size, for worker threads.
#pragma once

#include "MessageBody.h"

// A whole document in UTF-8; of a message without HTML its text. "[…]" stands at its end where there is more.
QByteArray makeWebPage(const MessageBody &body);
