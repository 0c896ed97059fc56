// SPDX-License-Identifier: GPL-3.0-or-later
//
// LogCatcher holds everything that is logged while it lives, every category at debug. One at a time; any
// thread may log.
#pragma once

#include <QByteArray>
#include <QLoggingCategory>
#include <QRegularExpression>

#include <mutex>

class LogCatcher
{
public:
    LogCatcher()
    {
        s_catcher = this;
        m_previous = qInstallMessageHandler(take);
        QLoggingCategory::setFilterRules(QStringLiteral("*=true"));
    }
    ~LogCatcher()
    {
        QLoggingCategory::setFilterRules(QString());
        qInstallMessageHandler(m_previous);
        s_catcher = nullptr;
    }
    LogCatcher(const LogCatcher &) = delete;
    LogCatcher &operator=(const LogCatcher &) = delete;

    QByteArray text()
    {
        const std::lock_guard lock(m_mutex);
        return m_text;
    }

private:
    static void take(QtMsgType, const QMessageLogContext &context, const QString &message)
    {
        const std::lock_guard lock(s_catcher->m_mutex);
        s_catcher->m_text += QByteArray(context.category) + ": " + message.toUtf8() + '\n';
    }
    static inline LogCatcher *s_catcher = nullptr;
    std::mutex m_mutex;
    QByteArray m_text;
    QtMessageHandler m_previous = nullptr;
};

// The lines of the log that show what a client sent, without those that tell no secret: what is left should
// not have been logged.
inline QByteArrayList tellingCommands(const QByteArray &log)
{
    static const QRegularExpression harmless(QStringLiteral(
        R"re(^C: (CAPA|STLS|STAT|QUIT|NOOP|(LIST|UIDL|RETR|TOP|DELE)( \d+)*|AUTH [A-Z0-9-]+( \*\*\*)?|)re"
        R"re(APOP \S+ \*\*\*|USER \S+|PASS \*\*\*|\*\*\*)$)re"));
    QByteArrayList telling;
    for (const QByteArray &line : log.split('\n')) {
        const qsizetype at = line.indexOf("C: ");
        if (at >= 0 && line.startsWith("poplar.pop3") &&
            !harmless.match(QString::fromUtf8(line.mid(at))).hasMatch())
            telling.append(line);
    }
    return telling;
}
