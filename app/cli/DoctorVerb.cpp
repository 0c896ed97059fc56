// SPDX-License-Identifier: GPL-3.0-or-later
#include "DoctorVerb.h"

#include "Diagnosis.h"
#include "ErrorSentence.h"
#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "Terminal.h"

namespace
{

QString kindWord(DiagnosisStep::Kind kind)
{
    switch (kind) {
    case DiagnosisStep::Kind::NameLookup:
        return QStringLiteral("dns");
    case DiagnosisStep::Kind::Connect:
        return QStringLiteral("tcp");
    case DiagnosisStep::Kind::Tls:
        return QStringLiteral("tls");
    case DiagnosisStep::Kind::Greeting:
        return QStringLiteral("greeting");
    case DiagnosisStep::Kind::Capabilities:
        return QStringLiteral("capa");
    case DiagnosisStep::Kind::SignIn:
        return QStringLiteral("sign-in");
    case DiagnosisStep::Kind::Status:
        return QStringLiteral("stat");
    case DiagnosisStep::Kind::Listing:
        return QStringLiteral("uidl");
    }
    return {};
}

// Here the password is an option of the command itself.
QString explanation(const Error &error, const QString &host)
{
    if (error.code == ErrorCode::CredentialsMissing)
        return QStringLiteral("The password for %1 is not known. Give it with --password-stdin or "
                              "--password-file.")
            .arg(host);
    return errorSentence(error, host);
}

QJsonObject fromDiagnosis(const Diagnosis &diagnosis, const QString &host)
{
    QJsonArray steps;
    for (const DiagnosisStep &step : diagnosis.steps)
        steps.append(QJsonObject{{QStringLiteral("step"), kindWord(step.kind)},
                                 {QStringLiteral("ok"), step.ok ? QJsonValue(*step.ok) : QJsonValue()},
                                 {QStringLiteral("milliseconds"), step.milliseconds},
                                 {QStringLiteral("detail"), step.detail},
                                 {QStringLiteral("error"),
                                  step.error ? QJsonValue(errorCodeName(step.error->code)) : QJsonValue()},
                                 {QStringLiteral("explanation"),
                                  step.error ? QJsonValue(explanation(*step.error, host)) : QJsonValue()}});
    return {{QStringLiteral("ok"), diagnosis.succeeded()},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("wire_log"), diagnosis.wireLog}};
}

void printStep(const DiagnosisStep &step, const QString &host)
{
    const QString name = kindWord(step.kind).leftJustified(9);
    if (!step.ok)
        return terminal::printLine(name + QStringLiteral(" not tried"));
    const QString result = *step.ok ? QStringLiteral("ok") : QStringLiteral("FAILED");
    terminal::printLine(QStringLiteral("%1 %2 %3")
                            .arg(name, result.leftJustified(7),
                                 QStringLiteral("%1 ms").arg(step.milliseconds).rightJustified(9)));
    for (const QString &line : step.detail.split(u'\n', Qt::SkipEmptyParts))
        terminal::printLine(QStringLiteral("          ") + terminal::harmless(line));
    if (step.error)
        terminal::printLine(QStringLiteral("          ") +
                            terminal::harmless(explanation(*step.error, host)));
}

} // namespace

void diagnose(Invocation &invocation, const Account &account, const QString &password,
              const QString &proxyPassword, bool showsLog)
{
    MailSession &session = invocation.session();
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &session, &MailSession::cancelDiagnosis);
    const QString host = account.server.host;
    const bool isJson = invocation.options().json;
    // Each step shows when it is over, since one that hangs takes its time.
    const auto stepped = [isJson, host](const DiagnosisStep &step) {
        if (!isJson && step.ok)
            printStep(step, host);
    };
    const auto done = [&invocation, isJson, host, showsLog](const Result<Diagnosis> &diagnosis) {
        if (!diagnosis)
            return invocation.fail(explanation(diagnosis.error(), host));
        if (isJson) {
            terminal::print(mailJson::document(fromDiagnosis(*diagnosis, host)));
        } else {
            for (const DiagnosisStep &step : diagnosis->steps)
                if (!step.ok)
                    printStep(step, host);
            if (showsLog)
                terminal::printLine(QLatin1Char('\n') + terminal::harmless(diagnosis->wireLog));
        }
        invocation.finish(diagnosis->succeeded() ? ExitCode::Done : ExitCode::Failed);
    };
    session.diagnose(account.server, password, account.id, &invocation, stepped, done, proxyPassword);
}
