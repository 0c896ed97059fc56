// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "BodyJson.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "Terminal.h"

#include <QCommandLineParser>

#include <algorithm>

namespace
{

enum class Form { Readable, Raw, Text, Html, Headers, Json };

void print(Invocation &invocation, const MessageBody &body, Form form)
{
    switch (form) {
    case Form::Json:
        break; // printJson()
    case Form::Text:
        terminal::printLine(terminal::harmless(body.text));
        break;
    case Form::Headers:
        terminal::print(messageText::allHeaders(body.header).toUtf8());
        break;
    case Form::Html:
        if (body.html.isNull())
            return invocation.fail(QStringLiteral("This message has no HTML. --text shows its text."));
        terminal::print(body.html.toUtf8());
        break;
    case Form::Readable:
    case Form::Raw:
        terminal::print(messageText::readable(body).toUtf8());
        break;
    }
    invocation.finish(ExitCode::Done);
}

// The message as "inspect" prints it, and what the user has said about it.
void printJson(Invocation &invocation, MessageId id, const MessageBody &body)
{
    const auto print = [&invocation](QJsonObject object, const QStringList &tags, const QString &note) {
        object.insert(QStringLiteral("tags"), QJsonArray::fromStringList(tags));
        object.insert(QStringLiteral("note"), note);
        terminal::print(mailJson::document(object));
        invocation.finish(ExitCode::Done);
    };
    const auto askNote = [&invocation, id, print,
                          object = bodyJson::fromBody(body)](const std::vector<MessageSummary> &summaries) {
        const QStringList tags = summaries.empty() ? QStringList() : summaries.front().tags;
        invocation.session().note(id, &invocation, invocation.orFail<QString>([=](const QString &note) {
            print(object, tags, note);
        }));
    };
    invocation.session().summaries({id}, &invocation,
                                   invocation.orFail<std::vector<MessageSummary>>(askNote));
}

void show(Invocation &invocation, MessageId id, Form form)
{
    const auto failed = [&invocation, id](const Error &error) {
        if (error.code == ErrorCode::NotFound)
            invocation.fail(
                QStringLiteral("There is no message %1. \"poplar-cli list\" shows those there are.").arg(id));
        else
            invocation.fail(error);
    };
    if (form == Form::Raw) {
        invocation.session().raw(id, &invocation, [&invocation, failed](const Result<QByteArray> &bytes) {
            if (!bytes)
                return failed(bytes.error());
            terminal::print(*bytes);
            invocation.finish(ExitCode::Done);
        });
        return;
    }
    invocation.session().body(id, RenderOptions(), &invocation,
                              [&invocation, failed, form, id](const Result<MessageBody> &body) {
                                  if (!body)
                                      return failed(body.error());
                                  if (form == Form::Json)
                                      return printJson(invocation, id, *body);
                                  print(invocation, *body, form);
                              });
}

} // namespace

void runShow(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Prints one stored message: header, text and attachments."));
    parser.addPositionalArgument(QStringLiteral("ID"), QStringLiteral("Its number, as \"list\" shows it."));
    const std::pair<Form, QString> forms[] = {{Form::Raw, QStringLiteral("raw")},
                                              {Form::Text, QStringLiteral("text")},
                                              {Form::Html, QStringLiteral("html")},
                                              {Form::Headers, QStringLiteral("headers")}};
    parser.addOption({QStringLiteral("raw"), QStringLiteral("The stored bytes, unchanged.")});
    parser.addOption({QStringLiteral("text"), QStringLiteral("Only the text.")});
    parser.addOption(
        {QStringLiteral("html"), QStringLiteral("The HTML as its sender wrote it, unsafe to open.")});
    parser.addOption({QStringLiteral("headers"), QStringLiteral("All header fields, decoded.")});
    if (!invocation.parse(parser))
        return;
    Form form = invocation.options().json ? Form::Json : Form::Readable;
    int given = invocation.options().json ? 1 : 0;
    for (const auto &[candidate, name] : forms) {
        if (parser.isSet(name)) {
            form = candidate;
            ++given;
        }
    }
    if (given > 1)
        return invocation.misused(
            QStringLiteral("--raw, --text, --html, --headers and --json exclude each other."));
    const QStringList words = parser.positionalArguments();
    bool isNumber = false;
    const MessageId id = words.size() == 1 ? words.first().toLongLong(&isNumber) : 0;
    if (!isNumber || id < 1)
        return invocation.misused(QStringLiteral("Name one message by its number."));
    invocation.openSession(Profile::IfMissing::Fail,
                           [&invocation, id, form](MailSession &) { show(invocation, id, form); });
}
