// SPDX-License-Identifier: GPL-3.0-or-later
//
// AttachmentName makes a name that the sender chose safe as a file name on every system: no path, no control
// or direction marks, no name that Windows reserves, at most 120 characters, with an extension. Pure, any
// thread.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QSet>
#include <QString>

// Never empty. `type` is the media type, for the extension of a name without one; `stem` is used where
// nothing is left of the name.
QString safeFileName(const QString &name, const QByteArray &type, const QString &stem);

// Gives out each name once: "report.pdf", "report (2).pdf". Case is ignored, as file systems do.
class UniqueNames
{
public:
    QString take(const QString &name);

private:
    QSet<QString> m_taken;
    QHash<QString, int> m_last; // the number given last to a name, so that many of one name take no longer
};
