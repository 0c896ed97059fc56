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
                                  step.error ? QJsonValue(errorSentence(*step.error, host)) : QJsonValue()}});
    return {{QStringLiteral("ok"), diagnosis.succeeded()},
            {QStringLiteral("steps"), steps},
            {QStringLiteral("wire_log"), diagnosis.wireLog}};
}

void printStep(const DiagnosisStep &step, const QString &host)
{
    const QString result = !step.ok   ? QStringLiteral("-")
                           : *step.ok ? QStringLiteral("ok")
                                      : QStringLiteral("FAILED");
    terminal::printLine(QStringLiteral("%1 %2 %3")
                            .arg(kindWord(step.kind).leftJustified(9), result.leftJustified(7),
                                 QStringLiteral("%1 ms").arg(step.milliseconds).rightJustified(9)));
    for (const QString &line : step.detail.split(u'\n', Qt::SkipEmptyParts))
        terminal::printLine(QStringLiteral("          ") + terminal::harmless(line));
    if (step.error)
        terminal::printLine(QStringLiteral("          ") +
                            terminal::harmless(errorSentence(*step.error, host)));
}

} // namespace

void diagnose(Invocation &invocation, const Account &account, const QString &password, bool showsLog)
{
    MailSession &session = invocation.session();
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &session, &MailSession::cancelDiagnosis);
    const QString host = account.server.host;
    session.diagnose(account.server, password, account.id, &invocation, {},
                     [&invocation, host, showsLog](const Result<Diagnosis> &diagnosis) {
                         if (!diagnosis)
                             return invocation.fail(errorSentence(diagnosis.error(), host));
                         if (invocation.options().json) {
                             terminal::print(mailJson::document(fromDiagnosis(*diagnosis, host)));
                         } else {
                             for (const DiagnosisStep &step : diagnosis->steps)
                                 printStep(step, host);
                             if (showsLog)
                                 terminal::printLine(QLatin1Char('\n') +
                                                     terminal::harmless(diagnosis->wireLog));
                         }
                         invocation.finish(diagnosis->succeeded() ? ExitCode::Done : ExitCode::Failed);
                     });
}
