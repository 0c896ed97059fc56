// SPDX-License-Identifier: GPL-3.0-or-later
#include "StatusWords.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace
{
struct Status {
    Q_DECLARE_TR_FUNCTIONS(StatusWords)
};

struct StatusText {
    int subject, detail;
    const char *words;
};

// Detail 0 stands for whatever the subject has no row for.
constexpr std::array statusTexts{
    StatusText{0, 0, QT_TRANSLATE_NOOP("StatusWords", "The server gives no reason.")},
    StatusText{1, 0, QT_TRANSLATE_NOOP("StatusWords", "Something is wrong with the address.")},
    StatusText{1, 1, QT_TRANSLATE_NOOP("StatusWords", "The mailbox does not exist.")},
    StatusText{
        1, 2,
        QT_TRANSLATE_NOOP("StatusWords", "The domain of the address does not exist or has no mail server.")},
    StatusText{1, 3, QT_TRANSLATE_NOOP("StatusWords", "The address is not written correctly.")},
    StatusText{1, 4, QT_TRANSLATE_NOOP("StatusWords", "The address fits more than one mailbox.")},
    StatusText{1, 5, QT_TRANSLATE_NOOP("StatusWords", "The address is valid.")},
    StatusText{1, 6, QT_TRANSLATE_NOOP("StatusWords", "The mailbox has moved, and nobody knows where to.")},
    StatusText{1, 7, QT_TRANSLATE_NOOP("StatusWords", "The sender’s address is not written correctly.")},
    StatusText{1, 8, QT_TRANSLATE_NOOP("StatusWords", "The domain of the sender’s address does not exist.")},
    StatusText{1, 9,
               QT_TRANSLATE_NOOP("StatusWords", "It was passed on to a system that does not report back.")},
    StatusText{1, 10, QT_TRANSLATE_NOOP("StatusWords", "The domain of the address accepts no mail at all.")},
    StatusText{2, 0, QT_TRANSLATE_NOOP("StatusWords", "Something is wrong with the mailbox.")},
    StatusText{2, 1, QT_TRANSLATE_NOOP("StatusWords", "The mailbox is disabled and accepts no messages.")},
    StatusText{2, 2, QT_TRANSLATE_NOOP("StatusWords", "The mailbox is full.")},
    StatusText{2, 3, QT_TRANSLATE_NOOP("StatusWords", "The message is larger than this mailbox accepts.")},
    StatusText{2, 4,
               QT_TRANSLATE_NOOP("StatusWords", "The mailing list could not pass it on to its members.")},
    StatusText{3, 0, QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system has a problem.")},
    StatusText{3, 1, QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system has no room left.")},
    StatusText{3, 2,
               QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system accepts no messages at present.")},
    StatusText{3, 3,
               QT_TRANSLATE_NOOP("StatusWords",
                                 "The receiving mail system lacks a feature that the message needs.")},
    StatusText{
        3, 4,
        QT_TRANSLATE_NOOP("StatusWords", "The message is larger than the receiving mail system accepts.")},
    StatusText{3, 5, QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system is not set up correctly.")},
    StatusText{3, 6,
               QT_TRANSLATE_NOOP("StatusWords", "It was accepted with another priority than asked for.")},
    StatusText{
        4, 0,
        QT_TRANSLATE_NOOP("StatusWords", "There is a problem on the way to the receiving mail system.")},
    StatusText{4, 1, QT_TRANSLATE_NOOP("StatusWords", "The receiving mail server does not answer.")},
    StatusText{4, 2,
               QT_TRANSLATE_NOOP("StatusWords", "The connection to the receiving mail server broke off.")},
    StatusText{
        4, 3,
        QT_TRANSLATE_NOOP("StatusWords", "The directory that tells where to deliver could not be asked.")},
    StatusText{4, 4, QT_TRANSLATE_NOOP("StatusWords", "No way to the receiving mail server was found.")},
    StatusText{4, 5, QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system is overloaded.")},
    StatusText{4, 6, QT_TRANSLATE_NOOP("StatusWords", "The message went round in circles between servers.")},
    StatusText{4, 7, QT_TRANSLATE_NOOP("StatusWords", "It could not be delivered in the time that it had.")},
    StatusText{5, 0, QT_TRANSLATE_NOOP("StatusWords", "The servers do not understand each other.")},
    StatusText{5, 1, QT_TRANSLATE_NOOP("StatusWords", "The receiving server does not accept this command.")},
    StatusText{5, 2, QT_TRANSLATE_NOOP("StatusWords", "The receiving server did not understand a command.")},
    StatusText{5, 3, QT_TRANSLATE_NOOP("StatusWords", "The message has too many recipients.")},
    StatusText{5, 4,
               QT_TRANSLATE_NOOP("StatusWords", "The receiving server did not accept what a command says.")},
    StatusText{5, 5,
               QT_TRANSLATE_NOOP("StatusWords", "The servers speak different versions of the protocol.")},
    StatusText{5, 6, QT_TRANSLATE_NOOP("StatusWords", "A step of signing in was too long for the server.")},
    StatusText{6, 0, QT_TRANSLATE_NOOP("StatusWords", "The content of the message cannot be handled there.")},
    StatusText{6, 1, QT_TRANSLATE_NOOP("StatusWords", "This kind of content is not supported there.")},
    StatusText{6, 2,
               QT_TRANSLATE_NOOP("StatusWords", "The content would have to be converted, and may not be.")},
    StatusText{6, 3,
               QT_TRANSLATE_NOOP("StatusWords", "The content would have to be converted, and cannot be.")},
    StatusText{6, 4, QT_TRANSLATE_NOOP("StatusWords", "The content was converted, and something was lost.")},
    StatusText{6, 5, QT_TRANSLATE_NOOP("StatusWords", "The content could not be converted.")},
    StatusText{6, 6, QT_TRANSLATE_NOOP("StatusWords", "The content of the message is not available.")},
    StatusText{6, 7,
               QT_TRANSLATE_NOOP("StatusWords",
                                 "Addresses with letters beyond English ones are not accepted there.")},
    StatusText{
        6, 8, QT_TRANSLATE_NOOP("StatusWords", "The answer would need letters that are not accepted there.")},
    StatusText{
        6, 9,
        QT_TRANSLATE_NOOP("StatusWords", "The head of the message has letters that cannot be passed on.")},
    StatusText{
        6, 10,
        QT_TRANSLATE_NOOP("StatusWords", "The answer would need letters that are not accepted there.")},
    StatusText{7, 0, QT_TRANSLATE_NOOP("StatusWords", "It was refused for a reason of security or policy.")},
    StatusText{7, 1,
               QT_TRANSLATE_NOOP("StatusWords", "The receiving side refuses the message or its sender.")},
    StatusText{7, 2, QT_TRANSLATE_NOOP("StatusWords", "The sender may not write to this mailing list.")},
    StatusText{
        7, 3, QT_TRANSLATE_NOOP("StatusWords", "It would have to be secured in another way, and cannot be.")},
    StatusText{
        7, 4,
        QT_TRANSLATE_NOOP("StatusWords", "The receiving side lacks the security that the message asks for.")},
    StatusText{7, 5,
               QT_TRANSLATE_NOOP("StatusWords", "The message could not be decrypted or checked on its way.")},
    StatusText{7, 6,
               QT_TRANSLATE_NOOP("StatusWords", "The way in which it is encrypted is not known there.")},
    StatusText{7, 7, QT_TRANSLATE_NOOP("StatusWords", "The message was changed on its way.")},
    StatusText{7, 8,
               QT_TRANSLATE_NOOP("StatusWords", "User name or password of the sender were not accepted.")},
    StatusText{7, 9, QT_TRANSLATE_NOOP("StatusWords", "The sender’s way of signing in is not safe enough.")},
    StatusText{7, 10,
               QT_TRANSLATE_NOOP("StatusWords", "The receiving server asks for an encrypted connection.")},
    StatusText{7, 11, QT_TRANSLATE_NOOP("StatusWords", "Signing in needs an encrypted connection.")},
    StatusText{7, 12, QT_TRANSLATE_NOOP("StatusWords", "The sender’s password has to be set anew.")},
    StatusText{7, 13, QT_TRANSLATE_NOOP("StatusWords", "The sender’s account is disabled.")},
    StatusText{7, 14,
               QT_TRANSLATE_NOOP("StatusWords", "The receiving server does not trust the sending one.")},
    StatusText{7, 15, QT_TRANSLATE_NOOP("StatusWords", "The priority of the message is too low at present.")},
    StatusText{7, 16, QT_TRANSLATE_NOOP("StatusWords", "The message is too large for its priority.")},
    StatusText{7, 17, QT_TRANSLATE_NOOP("StatusWords", "The mailbox has got another owner.")},
    StatusText{7, 18, QT_TRANSLATE_NOOP("StatusWords", "The domain has got another owner.")},
    StatusText{
        7, 19,
        QT_TRANSLATE_NOOP("StatusWords", "Whether the mailbox still has the same owner cannot be checked.")},
    StatusText{7, 20,
               QT_TRANSLATE_NOOP("StatusWords", "The sender’s domain has not signed the message (DKIM).")},
    StatusText{
        7, 21,
        QT_TRANSLATE_NOOP("StatusWords", "The signature of the sender’s domain is not accepted (DKIM).")},
    StatusText{
        7, 22,
        QT_TRANSLATE_NOOP("StatusWords", "The message is not signed by the domain of its sender (DKIM).")},
    StatusText{
        7, 23,
        QT_TRANSLATE_NOOP("StatusWords", "The sending server may not send for the sender’s domain (SPF).")},
    StatusText{7, 24,
               QT_TRANSLATE_NOOP("StatusWords",
                                 "Whether the server may send for the domain cannot be checked (SPF).")},
    StatusText{7, 25,
               QT_TRANSLATE_NOOP("StatusWords", "The name of the sending server could not be confirmed.")},
    StatusText{
        7, 26,
        QT_TRANSLATE_NOOP("StatusWords", "The sender could not be authenticated (SPF, DKIM or DMARC).")},
    StatusText{7, 27, QT_TRANSLATE_NOOP("StatusWords", "The sender’s domain accepts no mail itself.")},
    StatusText{7, 28, QT_TRANSLATE_NOOP("StatusWords", "The sender has sent too much in a short time.")},
    StatusText{
        7, 29,
        QT_TRANSLATE_NOOP("StatusWords", "The chain of forwarding servers could not be confirmed (ARC).")},
    StatusText{7, 30,
               QT_TRANSLATE_NOOP("StatusWords",
                                 "The message asks for encryption on all its way, which is not there.")},
};

QString wordsOf(int subject, int detail)
{
    const auto find = [](int wantedSubject, int wantedDetail) {
        return std::find_if(statusTexts.begin(), statusTexts.end(), [=](const StatusText &text) {
            return text.subject == wantedSubject && text.detail == wantedDetail;
        });
    };
    auto found = find(subject, detail);
    if (found == statusTexts.end())
        found = find(subject, 0);
    if (found == statusTexts.end())
        found = find(0, 0);
    return Status::tr(found->words);
}

// What the class says of trying again (RFC 3463 §3.1).
QString lasting(QChar statusClass)
{
    if (statusClass == u'5')
        return Status::tr("permanent");
    return statusClass == u'4' ? Status::tr("temporary") : Status::tr("success");
}
} // namespace

QString StatusWords::explain(const QString &status)
{
    const QStringList numbers = status.split(QLatin1Char('.'));
    if (numbers.size() != 3 ||
        !QStringList{QStringLiteral("2"), QStringLiteral("4"), QStringLiteral("5")}.contains(numbers[0]))
        return {};
    bool isSubject = false;
    bool isDetail = false;
    const int subject = numbers[1].toInt(&isSubject);
    const int detail = numbers[2].toInt(&isDetail);
    if (!isSubject || !isDetail)
        return {};
    const QChar statusClass = status[0];
    // A success without a reason is no lack of one.
    const QString words =
        statusClass == u'2' && detail == 0 ? Status::tr("Everything went well.") : wordsOf(subject, detail);
    return Status::tr("%1 (%2, %3)", "reason, code, permanent or temporary")
        .arg(words, status, lasting(statusClass));
}
