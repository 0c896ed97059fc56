// SPDX-License-Identifier: GPL-3.0-or-later
//
// CryptoLibrary is libcrypto as the whole process uses it: Sha256, and Qt's TLS. Main thread.
#pragma once

namespace cryptoLibrary
{
// Leaves libcrypto as it is when the process ends. By itself it frees everything in exit(), while a thread
// that QThread::wait() has seen the end of may still be handing back its own part of it: Qt's threads are
// detached. That is a crash after all work was done. Call it first in main().
void keepUntilExit();
} // namespace cryptoLibrary
