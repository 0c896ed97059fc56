// SPDX-License-Identifier: GPL-3.0-or-later
#include "GeneratedMail.h"

#include <QRandomGenerator>

namespace
{
const QByteArray mark = "X-Poplar-Number: ";

QByteArray anyBytes(QRandomGenerator &random, int count, int from, int to)
{
    QByteArray bytes(count, Qt::Uninitialized);
    for (char &byte : bytes) {
        do
            byte = char(random.bounded(from, to));
        while (byte == '\r' || byte == '\n');
    }
    return bytes;
}

QByteArray oddLine(QRandomGenerator &random)
{
    switch (random.bounded(16)) {
    case 0:
        return ".";
    case 1:
        return "..";
    case 2:
        return ".leading dot";
    case 3:
        return "...";
    case 4:
        return anyBytes(random, random.bounded(1, 120), 1, 256); // every byte but NUL
    case 5:
        return "bare\rcarriage return";
    case 6:
        return "bare\nline feed";
    case 7:
        return "From nobody Mon Jan  1 00:00:00 2001";
    case 8:
        return "+OK or -ERR at the start of a line";
    case 9:
        return "trailing blanks \t ";
    case 10:
        return "Gr\xc3\xbc\xc3\x9f"
               "e aus K\xc3\xb6ln, \xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e";
    case 11:
        return anyBytes(random, random.bounded(800, 3'000), 32, 127);
    default:
        return {};
    }
}
} // namespace

QByteArray generatedMessage(int number, int size)
{
    QRandomGenerator random(quint32(number) * 2654435761U + 7);
    if (size <= 0)
        size = 1 << random.bounded(8, 16);
    const QByteArray numberText = QByteArray::number(number);
    QByteArray message =
        "Received: from mx.example.org by mail.example.net; Tue, 3 Nov 2026 10:00:00 +0000\r\n"
        "From: Sender " +
        numberText + " <sender" + numberText +
        "@example.org>\r\n"
        "To: reader@example.net\r\n"
        "Subject: Message number " +
        numberText +
        "\r\n"
        "Date: Tue, 3 Nov 2026 10:00:00 +0000\r\n"
        "Message-ID: <" +
        numberText + ".generated@example.org>\r\n" + mark + numberText +
        "\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    while (message.size() < size) {
        if (random.bounded(8) == 0)
            message += oddLine(random);
        else
            message += anyBytes(random, random.bounded(20, 76), 32, 127);
        message += "\r\n";
    }
    if (number % 17 == 0)
        message += anyBytes(random, 30'000, 32, 127) + "\r\n";
    if (number % 5 == 0)
        message += ".\r\n";
    if (number % 11 == 0)
        message.chop(2); // no line end at the end
    return message;
}

std::vector<QByteArray> generatedMessages(int first, int count, int smallest, int largest)
{
    std::vector<QByteArray> messages;
    QRandomGenerator random(quint32(first) + 1);
    for (int number = first; number < first + count; ++number)
        messages.push_back(
            generatedMessage(number, largest > smallest ? random.bounded(smallest, largest) : 0));
    return messages;
}

int generatedNumber(const QByteArray &message)
{
    const qsizetype at = message.indexOf(mark);
    if (at < 0)
        return -1;
    const qsizetype from = at + mark.size();
    qsizetype to = from;
    while (to < message.size() && message[to] >= '0' && message[to] <= '9')
        ++to;
    return message.mid(from, to - from).toInt();
}
