// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignatureCheck verifies signatures with the GnuPG of this computer (gpg, gpgsm), through GMime's crypto
// contexts: with the keys that the user has, and nothing is asked of any network, neither for keys nor for
// revocations. It runs programs, so it may take long: each check waits in a thread of its own, and who asked
// does not wait beyond the patience that he gave. A check that was left alone ends by itself when GnuPG does.
// Any thread.
#pragma once

#include "Cancellation.h"
#include "Result.h"
#include "SignedParts.h"

#include <chrono>

// False where GMime has no GPGME behind it, or the program for this kind is not installed.
bool canCheck(MessageSignature::Kind kind);

// The signatures with their states; those whose kind cannot be checked here stay NotChecked. Timeout,
// Cancelled.
Result<std::vector<MessageSignature>> checkSignatures(std::vector<SignedPart> parts,
                                                      std::chrono::milliseconds patience,
                                                      Cancellation &cancellation);
