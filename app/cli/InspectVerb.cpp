// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "BodyJson.h"
#include "BriefText.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "Terminal.h"

#include <QCommandLineParser>
#include <QFile>

#include <cstdio>
#ifdef Q_OS_WIN
#include <fcntl.h>
#include <io.h>
#endif

namespace
{

// The whole of a file, or of standard input for "-".
tl::expected<QByteArray, QString> bytesOf(const QString &name)
{
    QFile file(name);
    bool isOpen = false;
    if (name == QLatin1String("-")) {
#ifdef Q_OS_WIN
        _setmode(_fileno(stdin), _O_BINARY);
#endif
        isOpen = file.open(stdin, QIODevice::ReadOnly);
    } else {
        isOpen = file.open(QIODevice::ReadOnly);
    }
    if (!isOpen)
        return tl::unexpected(QStringLiteral("%1 cannot be read: %2.").arg(name, file.errorString()));
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return tl::unexpected(
            QStringLiteral("%1 cannot be read to its end: %2.").arg(name, file.errorString()));
    return bytes;
}

void print(const MessageBody &body, bool json)
{
    if (json) {
        terminal::print(mailJson::document(bodyJson::fromBody(body)));
        return;
    }
    terminal::print(messageText::readable(body).toUtf8());
    terminal::print(terminal::harmless(briefText::fromBody(body)).toUtf8());
}

} // namespace

void runInspect(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Prints what is in a mail file; needs no profile."));
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QStringLiteral("An .eml file; - is standard input."));
    if (!invocation.parse(parser))
        return;
    if (parser.positionalArguments().size() != 1)
        return invocation.misused(QStringLiteral("Name one file."));
    const auto bytes = bytesOf(parser.positionalArguments().first());
    if (!bytes)
        return invocation.fail(bytes.error());
    invocation.sessionWithoutProfile().inspect(
        *bytes, RenderOptions(), &invocation,
        invocation.orFail<MessageBody>([&invocation](const MessageBody &body) {
            print(body, invocation.options().json);
            invocation.finish(ExitCode::Done);
        }));
}
