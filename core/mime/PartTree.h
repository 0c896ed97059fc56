// SPDX-License-Identifier: GPL-3.0-or-later
//
// PartTree is the MIME structure of a message (RFC 2046 §5), made from its bytes, into which it points. One
// scan, no recursion, bounded: deeper nesting than maxDepth stays one part, more than maxParts are not split,
// encoded messages within messages are opened maxNesting deep. What is wrapped in S/MIME's signed-data or
// compressed-data or in winmail.dat is opened in place: its parts are children of the wrapper. Where a
// multipart's boundary is missing or wrong, the boundary that stands in the text is used, else the text
// itself is the part. One object belongs to one thread.
#pragma once

#include "ContentField.h"
#include "HeaderBlock.h"
#include "HeaderText.h"
#include "TransferEncoding.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QStringList>

#include <vector>

struct MimePart {
    // What keeps other parts without being a multipart.
    enum class Wrapper {
        None,
        SignedContent,     // S/MIME: one child, the entity that was signed
        CompressedContent, // S/MIME: one child, the entity that was packed
        Certificates,      // S/MIME without anything signed
        Encrypted,         // S/MIME that only the owner of a key can open
        Tnef,              // winmail.dat: texts without a name or disposition, and attachments
    };

    QByteArrayView content; // as it stands there, still encoded
    // Of a text with uuencoded files in it, which are its children: what is left of it, not encoded. Null for
    // all others.
    QByteArrayView shownText;
    QByteArray type; // "text/plain"
    ContentField contentType;
    ContentField disposition; // value empty: none, or one that nobody can read
    QByteArray name;          // as the sender wrote it, decoded, UTF-8; may be empty
    QByteArray contentId;     // without angle brackets
    QByteArray contentLocation;
    QByteArray encodingLabel;
    QByteArray userCharset; // goes before the label; mostly empty
    QByteArray subject;     // of a message: the decoded Subject of the message within, UTF-8, for its name
    TransferEncoding encoding = TransferEncoding::Identity;
    Wrapper wrapper = Wrapper::None;
    QString problem; // why not all of the wrapper could be opened: "cut short"; empty: all was
    int parent = -1;
    int depth = 0;   // below the root
    int nesting = 0; // how many encoded messages it is in
    std::vector<int> children;

    bool isMultipart() const { return type.startsWith("multipart/"); }
    // A wrapper that was opened and has nothing that its parts do not have.
    bool isOpened() const { return !children.empty() && wrapper != Wrapper::None; }
    // S/MIME around one entity, which is shown in its place.
    bool wrapsEntity() const
    {
        return wrapper == Wrapper::SignedContent || wrapper == Wrapper::CompressedContent;
    }
    bool isMessage() const
    {
        return type == "message/rfc822" || type == "message/global" || type == "message/news";
    }
    bool isTextOrHtml() const { return type == "text/plain" || type == "text/html"; }
    QByteArray charset() const { return contentType.parameter("charset"); }
};

class PartTree
{
public:
    static constexpr int maxParts = 5000;
    static constexpr int maxDepth = 100;
    static constexpr int maxNesting = 30;
    static constexpr qsizetype maxOpened = 128 * 1024 * 1024; // octets of wrappers and of encoded messages

    // `header` is that of the message, `body` all that follows it. `userCharset`, where it is not empty, is
    // what the user says that texts are written in.
    PartTree(const HeaderBlock &header, QByteArrayView body, QByteArray userCharset = {});
    // A message without a header: all of it is text.
    explicit PartTree(QByteArrayView text, QByteArray userCharset = {});

    const std::vector<MimePart> &parts() const { return m_parts; } // the root first
    const MimePart &operator[](int index) const { return m_parts[size_t(index)]; }
    int count() const { return int(m_parts.size()); }
    // "0" for the root, "1.2" for the second child of its first child.
    QString number(int index) const;
    // The index of the part with that number, or -1.
    int indexOf(const QString &number) const;
    // The charset label of the first text part that has one.
    const QByteArray &bodyCharset() const { return m_bodyCharset; }
    const QStringList &defects() const { return m_defects; }

private:
    friend class PartScan;

    int addPart(int parent, const HeaderBlock &header, QByteArrayView content);
    void readFields(MimePart &part, const HeaderBlock &header);
    void openClosedParts();
    void openMessage(int index);
    void openMultipart(int index);
    void openFilesInText(int index);
    // PartTreeWrappers.cpp
    void openWrapper(int index);
    void openEntity(int index, MimePart::Wrapper wrapper, QByteArray content);
    void openCompressed(int index, const QByteArray &packed, bool wasCut);
    void openTnef(int index, QByteArray bytes);
    bool openDecoded(int index, QByteArrayView content);
    bool openWithBoundary(int index, const QByteArray &boundary, QByteArrayView content);
    void showAsText(int index);
    void addDefect(const QString &defect);

    std::vector<MimePart> m_parts;
    std::vector<QByteArray> m_decoded; // owns what parts of decoded messages point into
    const QByteArray m_userCharset;
    QByteArray m_bodyCharset;
    int m_sniffed = 0;
    qsizetype m_opened = 0; // octets
    QStringList m_defects;
};
