// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignInProblem says to somebody who sets up an account why the sign-in test failed and what to do next: a
// sentence of its own for each way of failing, and the step that leads on. Pure; GUI thread (translations).
#pragma once

#include "Account.h"
#include "Error.h"

#include <QUrl>

struct MailProvider;

struct SignInProblem {
    enum class Step {
        TryAgain,    // nothing else helps
        Server,      // name, port or security want a look
        Password,    // has to be entered again
        Certificate, // has to be looked at
    };

    QString sentence;
    QString nextStep;
    QString serverWords; // quoted; empty when it said nothing
    Step step = Step::TryAgain;
    QUrl page; // of the provider, where it is put right; https, or empty
    QString pageText;

    // `provider` is whose server it is, where that is known.
    static SignInProblem of(const Error &error, const ServerSettings &server, const MailProvider *provider);
    // Of the question to the provider that the user answers in his browser, before any server is signed in
    // to.
    static SignInProblem ofBrowser(const Error &error);
};
