// SPDX-License-Identifier: GPL-3.0-or-later
#include "RecoveryText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>

namespace
{
struct RecoverySentences {
    Q_DECLARE_TR_FUNCTIONS(RecoveryText)
};
} // namespace

QString recoverySentence(const CatalogueRecovery &recovery)
{
    using Cause = CatalogueRecovery::Cause;
    if (recovery.cause == Cause::None)
        return {};
    const bool fromBackup = recovery.source == CatalogueRecovery::Source::Backup;
    const QString time = QLocale().toString(QDateTime::fromSecsSinceEpoch(recovery.backupTime).toLocalTime(),
                                            QLocale::ShortFormat);
    QString sentence;
    if (recovery.cause == Cause::Missing)
        sentence = fromBackup
                       ? RecoverySentences::tr(
                             "The list of messages was missing. It was restored from the copy of %1 "
                             "and from the mail itself; no mail is lost.")
                             .arg(time)
                       : RecoverySentences::tr(
                             "The list of messages was missing. It was made anew from the mail itself; "
                             "no mail is lost.");
    else
        sentence = fromBackup
                       ? RecoverySentences::tr(
                             "The list of messages was damaged. It was restored from the copy of %1 "
                             "and from the mail itself; no mail is lost.")
                             .arg(time)
                       : RecoverySentences::tr(
                             "The list of messages was damaged. It was made anew from the mail itself; "
                             "no mail is lost.");
    if (!recovery.keptFile.isEmpty())
        sentence += QLatin1Char(' ') + RecoverySentences::tr("The damaged file was kept: %1")
                                           .arg(QDir::toNativeSeparators(recovery.keptFile));
    return sentence;
}
