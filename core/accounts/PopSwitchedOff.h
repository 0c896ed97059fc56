// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a server's refusal of a sign-in says beside its code: many providers have no other way to tell that
// POP3 has to be switched on first, or that a password of its own is wanted, than their words. Pure.
#pragma once

#include "Error.h"

enum class PopSwitch {
    NotSaid,
    PerhapsOff, // that, or the password is wrong: some servers do not tell the two apart
    Off,
};

// By what a server has answered, in Error::serverText; NotSaid where it was no refusal to sign in.
PopSwitch popSwitchOf(const Error &refusal);

// It wants a password that the provider gives for one program ("app password").
bool wantsAppPassword(const Error &refusal);
