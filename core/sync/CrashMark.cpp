// SPDX-License-Identifier: GPL-3.0-or-later
#include "CrashMark.h"

#include "Log.h"

CrashMark::CrashMark(const QString &spoolDirectory, AccountId account)
    : m_file(QStringLiteral("%1/account-%2.fetching").arg(spoolDirectory).arg(account))
{
    if (!m_file.exists() || !m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return;
    const QByteArray text = m_file.read(8 * 1024);
    m_file.close();
    const auto words = text.left(std::max<qsizetype>(text.indexOf('\n'), 0)).split(' ');
    if (words.size() == 2 && !words[0].isEmpty())
        m_found = Message{QByteArray::fromHex(words[0]), words[1].toInt()};
}

CrashMark::~CrashMark()
{
    if (m_file.exists())
        m_file.remove();
}

void CrashMark::set(const QByteArray &uidl, int occurrence)
{
    write(uidl.toHex() + ' ' + QByteArray::number(occurrence));
}

void CrashMark::clear()
{
    if (m_file.isOpen())
        write({});
}

void CrashMark::write(QByteArray line)
{
    if (!m_file.isOpen() && !m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        // Mail can be fetched without it.
        qCDebug(logSync) << "no mark can be left:" << m_file.errorString();
        return;
    }
    line += '\n'; // what a longer line before it leaves behind it does not count
    m_file.seek(0);
    m_file.write(line);
}
