// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExternalCardView.h"

#include <QCoreApplication>

namespace
{
struct ExternalWords {
    Q_DECLARE_TR_FUNCTIONS(ExternalCardView)
};

// The registered names (RFC 2046 §5.2.3, 2017); others are told as they stand there.
QString accessWords(const QString &access)
{
    if (access == QLatin1String("ftp") || access == QLatin1String("anon-ftp"))
        return ExternalWords::tr("on an FTP server");
    if (access == QLatin1String("tftp"))
        return ExternalWords::tr("on a TFTP server");
    if (access == QLatin1String("url"))
        return ExternalWords::tr("at an address of the web");
    if (access == QLatin1String("mail-server"))
        return ExternalWords::tr("with a program that sends it by mail");
    if (access == QLatin1String("local-file") || access == QLatin1String("afs"))
        return ExternalWords::tr("in a file of the sender’s computer or network");
    return access;
}
} // namespace

ExternalCardView::ExternalCardView(const ExternalCard &card, QWidget *parent)
    : CardFrame(QStringLiteral("cloud-download"), Mood::Neutral, tr("Content that lies elsewhere"), parent)
{
    addText(tr("It is not part of this message, and Poplar does not fetch it."));
    addRow(tr("Where"), accessWords(card.access));
    for (const auto &[name, value] : card.parameters)
        addRow(name.left(40), value);
}
