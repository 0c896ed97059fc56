// SPDX-License-Identifier: GPL-3.0-or-later
#include "SignInProblem.h"

#include "CertificateText.h"
#include "ErrorText.h"
#include "MailProvider.h"
#include "PopSwitchedOff.h"

#include <QCoreApplication>

namespace
{
struct ProblemWords {
    Q_DECLARE_TR_FUNCTIONS(SignInProblem)
};

QUrl webPage(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.scheme() == QLatin1String("https") ? url : QUrl();
}

void describeSwitchedOff(SignInProblem &problem, const QString &host, const MailProvider *provider,
                         bool perhaps)
{
    problem.step = perhaps ? SignInProblem::Step::Password : SignInProblem::Step::TryAgain;
    problem.sentence =
        perhaps ? ProblemWords::tr("%1 did not let you in: POP3 is switched off for this mailbox, or the "
                                   "password is wrong.")
                      .arg(host)
                : ProblemWords::tr("POP3 is switched off for this mailbox on %1.").arg(host);
    problem.nextStep = provider && !provider->switchOn.isEmpty()
                           ? provider->switchOn
                           : ProblemWords::tr("Switch it on in your provider's settings, in a browser.");
    problem.nextStep += QLatin1Char(' ') + ProblemWords::tr("Then try again; it may take some minutes.");
    if (!provider)
        return;
    problem.page = webPage(provider->switchOnUrl.isEmpty() ? provider->help : provider->switchOnUrl);
    problem.pageText = ProblemWords::tr("Open the settings of %1").arg(provider->name);
}

void describeRefusal(SignInProblem &problem, const Error &error, const ServerSettings &server,
                     const MailProvider *provider)
{
    problem.step = SignInProblem::Step::Password;
    if (server.signIn == SignIn::OAuth) {
        problem.sentence =
            ProblemWords::tr("%1 did not accept the permission from the browser.").arg(server.host);
        problem.nextStep =
            ProblemWords::tr("Try again: your browser asks you once more. Choose the account whose "
                             "address you entered.");
        problem.step = SignInProblem::Step::TryAgain;
        return;
    }
    if (!provider || provider->password == MailProvider::Password::OfAccount) {
        if (wantsAppPassword(error)) {
            problem.nextStep =
                ProblemWords::tr("It wants an app password: one that your provider makes for a single "
                                 "program, in its settings in a browser. Enter that one here.");
            return;
        }
        problem.nextStep =
            ProblemWords::tr("Enter the password again, and look at the user name. Some providers want "
                             "an app password, or POP3 switched on first.");
        problem.page = webPage(provider ? provider->help : QString());
        problem.pageText = provider ? ProblemWords::tr("Open the help of %1").arg(provider->name) : QString();
        return;
    }
    problem.nextStep =
        provider->password == MailProvider::Password::None
            ? ProblemWords::tr("%1 takes no passwords from mail programs any more, only the sign-in "
                               "in the browser.")
                  .arg(provider->name)
            : ProblemWords::tr("%1 takes an app password here, not the one of your account.")
                  .arg(provider->name);
    problem.page = webPage(provider->passwordUrl.isEmpty() ? provider->help : provider->passwordUrl);
    problem.pageText = provider->passwordUrl.isEmpty()
                           ? ProblemWords::tr("Open the help of %1").arg(provider->name)
                           : ProblemWords::tr("Make an app password");
}

SignInProblem::Step stepAfter(ErrorCode code)
{
    switch (code) {
    case ErrorCode::HostNotFound:
    case ErrorCode::ConnectionRefused:
    case ErrorCode::Timeout:
    case ErrorCode::TlsNotOffered:
    case ErrorCode::TlsFailed:
    case ErrorCode::ProtocolViolation:
    case ErrorCode::SignInNotOffered:
    case ErrorCode::ProxyFailed:
    case ErrorCode::InvalidArgument:
        return SignInProblem::Step::Server;
    case ErrorCode::CredentialsMissing:
        return SignInProblem::Step::Password;
    default:
        return SignInProblem::Step::TryAgain;
    }
}
} // namespace

SignInProblem SignInProblem::of(const Error &error, const ServerSettings &server,
                                const MailProvider *provider)
{
    const ErrorWords words = errorWords(error, server.host);
    SignInProblem problem{words.sentence, words.nextStep, words.serverWords, stepAfter(error.code), {}, {}};
    if (CertificateText::isAbout(error)) {
        problem.sentence =
            ProblemWords::tr("The identity of %1 could not be checked, so nothing was sent. %2",
                             "server, reason")
                .arg(server.host, CertificateText::reasons(error, server.host).join(QLatin1Char(' ')));
        problem.nextStep = CertificateText::nextStep(error, server.host);
        problem.step = Step::Certificate;
    } else if (const PopSwitch pop = popSwitchOf(error); pop != PopSwitch::NotSaid) {
        describeSwitchedOff(problem, server.host, provider, pop == PopSwitch::PerhapsOff);
    } else if (error.code == ErrorCode::AuthRejected) {
        describeRefusal(problem, error, server, provider);
    } else if (error.code == ErrorCode::ConnectionLost) {
        problem.nextStep =
            ProblemWords::tr("Try again. If it happens each time, check the port and the security "
                             "setting.");
    } else if (error.code == ErrorCode::LoginTooSoon) {
        problem.nextStep =
            ProblemWords::tr("Wait a few minutes, then try again. Poplar keeps to the pause that the "
                             "server asks for.");
    }
    if (problem.page.isEmpty())
        problem.pageText.clear();
    return problem;
}

SignInProblem SignInProblem::ofBrowser(const Error &error)
{
    const ErrorWords words = errorWords(error, ProblemWords::tr("the provider"));
    SignInProblem problem{words.sentence, words.nextStep, words.serverWords, Step::TryAgain, {}, {}};
    if (!problem.sentence.isEmpty())
        problem.sentence[0] = problem.sentence[0].toUpper();
    const bool isClientUnknown = error.detail.contains(QLatin1String("invalid_client")) ||
                                 error.detail.contains(QLatin1String("unauthorized_client"));
    if (isClientUnknown || error.code == ErrorCode::InvalidArgument) {
        problem.sentence = ProblemWords::tr("The provider does not take the client id of this program.");
        problem.nextStep = ProblemWords::tr("Go back, choose “Change the client id…” and check what you "
                                            "entered there.");
    } else if (error.code == ErrorCode::AuthRejected) {
        problem.sentence = ProblemWords::tr("The provider gave no permission.");
        problem.nextStep =
            ProblemWords::tr("Try again, and allow Poplar to get your mail when the page in your "
                             "browser asks for it.");
    } else if (error.code == ErrorCode::Timeout) {
        problem.sentence = ProblemWords::tr("There was no answer from your browser in time.");
        problem.nextStep = ProblemWords::tr("Try again. If no page opens, copy its address into a browser.");
    } else if (error.code == ErrorCode::Unsupported) {
        problem.sentence = ProblemWords::tr("The provider gave no permission that lasts.");
        problem.nextStep = ProblemWords::tr("Go back, and sign in with an app password instead.");
    } else if (error.code == ErrorCode::ConnectionLost) {
        problem.nextStep = ProblemWords::tr("Check your network connection and try again.");
    } else if (problem.nextStep.isEmpty()) {
        problem.nextStep = ProblemWords::tr("Try again.");
    }
    return problem;
}
