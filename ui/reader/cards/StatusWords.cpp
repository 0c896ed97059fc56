// SPDX-License-Identifier: GPL-3.0-or-later
#include "StatusWords.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>
#include <span>

namespace
{
struct Status {
    Q_DECLARE_TR_FUNCTIONS(StatusWords)
};

// The words of a subject, by detail. The first ones stand for every detail that has none.
constexpr const char *otherTexts[]{
    QT_TRANSLATE_NOOP("StatusWords", "The server gives no reason."),
};
constexpr const char *addressTexts[]{
    QT_TRANSLATE_NOOP("StatusWords", "Something is wrong with the address."),
    QT_TRANSLATE_NOOP("StatusWords", "The mailbox does not exist."),
    QT_TRANSLATE_NOOP("StatusWords", "The domain of the address does not exist or has no mail server."),
    QT_TRANSLATE_NOOP("StatusWords", "The address is not written correctly."),
    QT_TRANSLATE_NOOP("StatusWords", "The address fits more than one mailbox."),
    QT_TRANSLATE_NOOP("StatusWords", "The address is valid."),
    QT_TRANSLATE_NOOP("StatusWords", "The mailbox has moved, and nobody knows where to."),
    QT_TRANSLATE_NOOP("StatusWords", "The sender’s address is not written correctly."),
    QT_TRANSLATE_NOOP("StatusWords", "The domain of the sender’s address does not exist."),
    QT_TRANSLATE_NOOP("StatusWords", "It was passed on to a system that does not report back."),
    QT_TRANSLATE_NOOP("StatusWords", "The domain of the address accepts no mail at all."),
};
constexpr const char *mailboxTexts[]{
    QT_TRANSLATE_NOOP("StatusWords", "Something is wrong with the mailbox."),
    QT_TRANSLATE_NOOP("StatusWords", "The mailbox is disabled and accepts no messages."),
    QT_TRANSLATE_NOOP("StatusWords", "The mailbox is full."),
    QT_TRANSLATE_NOOP("StatusWords", "The message is larger than this mailbox accepts."),
    QT_TRANSLATE_NOOP("StatusWords", "The mailing list could not pass it on to its members."),
};
constexpr const char *mailSystemTexts[]{
    QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system has a problem."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system has no room left."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system accepts no messages at present."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system lacks a feature that the message needs."),
    QT_TRANSLATE_NOOP("StatusWords", "The message is larger than the receiving mail system accepts."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system is not set up correctly."),
    QT_TRANSLATE_NOOP("StatusWords", "It was accepted with another priority than asked for."),
};
constexpr const char *networkTexts[]{
    QT_TRANSLATE_NOOP("StatusWords", "There is a problem on the way to the receiving mail system."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving mail server does not answer."),
    QT_TRANSLATE_NOOP("StatusWords", "The connection to the receiving mail server broke off."),
    QT_TRANSLATE_NOOP("StatusWords", "The directory that tells where to deliver could not be asked."),
    QT_TRANSLATE_NOOP("StatusWords", "No way to the receiving mail server was found."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving mail system is overloaded."),
    QT_TRANSLATE_NOOP("StatusWords", "The message went round in circles between servers."),
    QT_TRANSLATE_NOOP("StatusWords", "It could not be delivered in the time that it had."),
};
constexpr const char *protocolTexts[]{
    QT_TRANSLATE_NOOP("StatusWords", "The servers do not understand each other."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving server does not accept this command."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving server did not understand a command."),
    QT_TRANSLATE_NOOP("StatusWords", "The message has too many recipients."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving server did not accept what a command says."),
    QT_TRANSLATE_NOOP("StatusWords", "The servers speak different versions of the protocol."),
    QT_TRANSLATE_NOOP("StatusWords", "A step of signing in was too long for the server."),
};
constexpr const char *contentTexts[]{
    QT_TRANSLATE_NOOP("StatusWords", "The content of the message cannot be handled there."),
    QT_TRANSLATE_NOOP("StatusWords", "This kind of content is not supported there."),
    QT_TRANSLATE_NOOP("StatusWords", "The content would have to be converted, and may not be."),
    QT_TRANSLATE_NOOP("StatusWords", "The content would have to be converted, and cannot be."),
    QT_TRANSLATE_NOOP("StatusWords", "The content was converted, and something was lost."),
    QT_TRANSLATE_NOOP("StatusWords", "The content could not be converted."),
    QT_TRANSLATE_NOOP("StatusWords", "The content of the message is not available."),
    QT_TRANSLATE_NOOP("StatusWords", "Addresses with letters beyond English ones are not accepted there."),
    QT_TRANSLATE_NOOP("StatusWords", "The answer would need letters that are not accepted there."),
    QT_TRANSLATE_NOOP("StatusWords", "The head of the message has letters that cannot be passed on."),
    QT_TRANSLATE_NOOP("StatusWords", "The answer would need letters that are not accepted there."),
};
constexpr const char *policyTexts[]{
    QT_TRANSLATE_NOOP("StatusWords", "It was refused for a reason of security or policy."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving side refuses the message or its sender."),
    QT_TRANSLATE_NOOP("StatusWords", "The sender may not write to this mailing list."),
    QT_TRANSLATE_NOOP("StatusWords", "It would have to be secured in another way, and cannot be."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving side lacks the security that the message asks for."),
    QT_TRANSLATE_NOOP("StatusWords", "The message could not be decrypted or checked on its way."),
    QT_TRANSLATE_NOOP("StatusWords", "The way in which it is encrypted is not known there."),
    QT_TRANSLATE_NOOP("StatusWords", "The message was changed on its way."),
    QT_TRANSLATE_NOOP("StatusWords", "User name or password of the sender were not accepted."),
    QT_TRANSLATE_NOOP("StatusWords", "The sender’s way of signing in is not safe enough."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving server asks for an encrypted connection."),
    QT_TRANSLATE_NOOP("StatusWords", "Signing in needs an encrypted connection."),
    QT_TRANSLATE_NOOP("StatusWords", "The sender’s password has to be set anew."),
    QT_TRANSLATE_NOOP("StatusWords", "The sender’s account is disabled."),
    QT_TRANSLATE_NOOP("StatusWords", "The receiving server does not trust the sending one."),
    QT_TRANSLATE_NOOP("StatusWords", "The priority of the message is too low at present."),
    QT_TRANSLATE_NOOP("StatusWords", "The message is too large for its priority."),
    QT_TRANSLATE_NOOP("StatusWords", "The mailbox now belongs to somebody else."),
    QT_TRANSLATE_NOOP("StatusWords", "The domain now belongs to somebody else."),
    QT_TRANSLATE_NOOP("StatusWords", "Whether the mailbox still has the same owner cannot be checked."),
    QT_TRANSLATE_NOOP("StatusWords", "The sender’s domain has not signed the message (DKIM)."),
    QT_TRANSLATE_NOOP("StatusWords", "The signature of the sender’s domain is not accepted (DKIM)."),
    QT_TRANSLATE_NOOP("StatusWords", "The message is not signed by the domain of its sender (DKIM)."),
    QT_TRANSLATE_NOOP("StatusWords", "The sending server may not send for the sender’s domain (SPF)."),
    QT_TRANSLATE_NOOP("StatusWords", "Whether the server may send for the domain cannot be checked (SPF)."),
    QT_TRANSLATE_NOOP("StatusWords", "The name of the sending server could not be confirmed."),
    QT_TRANSLATE_NOOP("StatusWords", "The sender could not be authenticated (SPF, DKIM or DMARC)."),
    QT_TRANSLATE_NOOP("StatusWords", "The sender’s domain accepts no mail itself."),
    QT_TRANSLATE_NOOP("StatusWords", "The sender has sent too much in a short time."),
    QT_TRANSLATE_NOOP("StatusWords", "The chain of forwarding servers could not be confirmed (ARC)."),
    QT_TRANSLATE_NOOP("StatusWords", "The message asks for encryption on all its way, which is not there."),
};

// In the order of their numbers (RFC 3463 §3.2 to §3.8).
constexpr std::array<std::span<const char *const>, 8> subjects{otherTexts,      addressTexts, mailboxTexts,
                                                               mailSystemTexts, networkTexts, protocolTexts,
                                                               contentTexts,    policyTexts};

QString wordsOf(int subject, int detail)
{
    const bool isKnown = subject >= 0 && size_t(subject) < subjects.size();
    const auto words = subjects[isKnown ? size_t(subject) : 0];
    const bool hasDetail = isKnown && detail >= 0 && size_t(detail) < words.size();
    return Status::tr(words[hasDetail ? size_t(detail) : 0]);
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
