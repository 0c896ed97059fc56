// SPDX-License-Identifier: GPL-3.0-or-later
#include "FindingText.h"

#include <QCoreApplication>
#include <QLocale>

namespace
{
struct FindingWords {
    Q_DECLARE_TR_FUNCTIONS(FindingText)
};

using FindingKind = StoreFinding::Kind;

QString atPlace(const StoreFinding &finding)
{
    const int count = int(finding.count);
    switch (finding.kind) {
    case FindingKind::FileEndsEarly:
        return FindingWords::tr("its end is missing, from here to byte %1")
            .arg(QLocale().toString(finding.count));
    case FindingKind::NoRecord:
        return FindingWords::tr("%n byte(s) cannot be read", nullptr, count);
    case FindingKind::FileUnreadable:
        return FindingWords::tr("the file cannot be opened");
    case FindingKind::FileUnknown:
        return FindingWords::tr("the list of messages does not know this file");
    case FindingKind::RecordMissing:
        return FindingWords::tr("message number %1 is missing").arg(finding.message);
    case FindingKind::HashWrong:
        return FindingWords::tr("message number %1 is not as it was received").arg(finding.message);
    case FindingKind::NotListed:
        return FindingWords::tr("message number %1 is not in the list of messages").arg(finding.message);
    case FindingKind::BytesSetAside:
        return FindingWords::tr("%n byte(s) that cannot be read were set aside", nullptr, count);
    case FindingKind::BytesHoldMail:
        return FindingWords::tr("%n byte(s) cannot be read in the usual way, but hold a message; they were "
                                "left as they are",
                                nullptr, count);
    case FindingKind::BytesLeft:
        return FindingWords::tr("%n byte(s) that cannot be read were left as they are; they do no harm",
                                nullptr, count);
    default:
        return {};
    }
}

QString inFile(const StoreFinding &finding)
{
    const QString words = atPlace(finding);
    return words.isEmpty() ? QString()
                           : FindingWords::tr("File %1, byte %2: %3.", "file name, place, what is there")
                                 .arg(finding.file, QLocale().toString(finding.offset), words);
}

QString inList(const StoreFinding &finding)
{
    const int count = int(finding.count);
    switch (finding.kind) {
    case FindingKind::RemovedListed:
        return FindingWords::tr("Message number %1 was removed, but is in the list still.")
            .arg(finding.message);
    case FindingKind::SegmentMissing:
        return FindingWords::tr("The file number %1, in which message number %2 lies, is not there.")
            .arg(finding.count)
            .arg(finding.message);
    case FindingKind::CatalogueDamaged:
        return finding.detail.isEmpty()
                   ? FindingWords::tr("The list of messages is damaged and has to be made anew.")
                   : FindingWords::tr("The list of messages is damaged (%1).", "technical words")
                         .arg(finding.detail);
    case FindingKind::FolderParents:
        return FindingWords::tr("Folders that lie in one that does not exist: %n.", nullptr, count);
    case FindingKind::MessageFolders:
        return FindingWords::tr("Messages in a folder that does not exist: %n.", nullptr, count);
    case FindingKind::ServerMarks:
        return FindingWords::tr("Messages wrongly marked as being on the server, or not: %n.", nullptr,
                                count);
    case FindingKind::Senders:
        return FindingWords::tr("Messages whose sender is missing in the list: %n.", nullptr, count);
    case FindingKind::Conversations:
        return FindingWords::tr("Messages that are in no conversation: %n.", nullptr, count);
    case FindingKind::WrongConversations:
        return FindingWords::tr("Messages that are in a wrong conversation: %n.", nullptr, count);
    case FindingKind::Tags:
        return FindingWords::tr("Tags of messages that are gone: %n.", nullptr, count);
    case FindingKind::Notes:
        return FindingWords::tr("Notes on messages that are gone: %n.", nullptr, count);
    case FindingKind::FolderCounters:
        return FindingWords::tr("Folders whose messages are counted wrongly: %n.", nullptr, count);
    default:
        return {};
    }
}

QString inIndex(const StoreFinding &finding)
{
    switch (finding.kind) {
    case FindingKind::IndexIncomplete:
        return FindingWords::tr("The search index lacked %n message(s), which is being put right.", nullptr,
                                int(finding.count));
    case FindingKind::IndexDamaged:
        return FindingWords::tr("The search index was damaged. It is being made anew.");
    case FindingKind::IndexUnchecked:
        return FindingWords::tr("The search index could not be checked. Rebuild it if searches miss mail.");
    default:
        return {};
    }
}

QString named(const StoreFinding &finding)
{
    return finding.detail.isEmpty() ? FindingWords::tr("(no subject)") : finding.detail;
}

QString tableMended(const StoreFinding &finding)
{
    const int count = int(finding.count);
    switch (finding.kind) {
    case FindingKind::FolderParents:
        return FindingWords::tr("Folders that are at the top now: %n.", nullptr, count);
    case FindingKind::MessageFolders:
        return FindingWords::tr("Messages that are in the inbox now: %n.", nullptr, count);
    case FindingKind::ServerMarks:
        return FindingWords::tr("Messages that are marked rightly now as being on the server, or not: %n.",
                                nullptr, count);
    case FindingKind::Senders:
        return FindingWords::tr("Messages whose sender and subject are read again: %n.", nullptr, count);
    case FindingKind::Conversations:
        return FindingWords::tr("Messages that are conversations of their own now: %n.", nullptr, count);
    case FindingKind::WrongConversations:
        return FindingWords::tr("Messages that are in the right conversation now: %n.", nullptr, count);
    case FindingKind::Tags:
        return FindingWords::tr("Tags of messages that are gone, which were removed: %n.", nullptr, count);
    case FindingKind::Notes:
        return FindingWords::tr("Notes on messages that are gone, which were removed: %n.", nullptr, count);
    case FindingKind::FolderCounters:
        return FindingWords::tr("Folders whose messages were counted again: %n.", nullptr, count);
    default:
        return {};
    }
}

template <typename Sentence>
QStringList sentences(const std::vector<StoreFinding> &findings, Sentence sentence)
{
    QStringList lines;
    for (const StoreFinding &finding : findings)
        lines.append(sentence(finding));
    lines.removeDuplicates();
    return lines;
}
} // namespace

QString FindingText::found(const StoreFinding &finding)
{
    if (finding.kind == FindingKind::SegmentLeftAlone)
        return FindingWords::tr("The file %1 was left as it is, because not everything in it can be read. "
                                "Check all stored mail to see what is wrong.")
            .arg(finding.file);
    if (const QString sentence = inFile(finding); !sentence.isEmpty())
        return sentence;
    if (const QString words = inList(finding); !words.isEmpty())
        return words;
    if (const QString words = inIndex(finding); !words.isEmpty())
        return words;
    return repaired(finding);
}

QString FindingText::repaired(const StoreFinding &finding)
{
    const int count = int(finding.count);
    switch (finding.kind) {
    case FindingKind::CopyUsed:
        return FindingWords::tr("“%1” has an intact copy, which is used now.", "subject").arg(named(finding));
    case FindingKind::FetchAgain:
        return FindingWords::tr("“%1” is damaged. It will be fetched again from the server.", "subject")
            .arg(named(finding));
    case FindingKind::ListedAgain:
        return FindingWords::tr("Messages that are in the list again: %n.", nullptr, count);
    case FindingKind::ListRemade:
        return FindingWords::tr("The list of messages was made anew: %n message(s).", nullptr, count);
    case FindingKind::CopiesLeft:
        return FindingWords::tr("Copies of messages that are here anyway, which do no harm: %n.", nullptr,
                                count);
    case FindingKind::MayBeRemoved:
        return FindingWords::tr("Messages that are not in the list again, because you may have removed them: "
                                "%n. Rebuild the message list to see them.",
                                nullptr, count);
    case FindingKind::NotOnServer:
        return FindingWords::tr("“%1” is damaged, and is not on its server any more. If you have a backup, "
                                "open the message from there.",
                                "subject")
            .arg(named(finding));
    default:
        break;
    }
    const QString mended = tableMended(finding);
    if (!mended.isEmpty())
        return mended;
    const QString words = inFile(finding);
    return words.isEmpty() ? inList(finding) : words;
}

QString FindingText::summary(const VerifyReport &found)
{
    if (!found.damaged.empty())
        return FindingWords::tr(
            "%n damaged message(s) found; all others can be read. Repair fetches again what "
            "is still on the server.",
            nullptr, int(found.damaged.size()));
    bool isOfFiles = false, isOfList = found.isCatalogueBroken;
    for (const StoreFinding &finding : found.findings) {
        const bool isOfIndex = !inIndex(finding).isEmpty();
        isOfFiles = isOfFiles || !inFile(finding).isEmpty();
        isOfList = isOfList || (!isOfIndex && inFile(finding).isEmpty());
    }
    if (isOfFiles)
        return FindingWords::tr(
            "Every message in the list is as it was received, but the files in which mail is "
            "kept are not in order. Repair puts right what can be.");
    if (isOfList)
        return FindingWords::tr(
            "Every message is as it was received, but the list of messages is not in order. "
            "Repair puts that right.");
    return FindingWords::tr(
        "Every message is as it was received, but the search index is not in order. Rebuild "
        "it if searches miss mail.");
}

QStringList FindingText::found(const std::vector<StoreFinding> &findings)
{
    return sentences(findings, [](const StoreFinding &finding) { return found(finding); });
}

QStringList FindingText::repaired(const std::vector<StoreFinding> &findings)
{
    return sentences(findings, [](const StoreFinding &finding) { return repaired(finding); });
}
