// SPDX-License-Identifier: GPL-3.0-or-later
#include "BodyText.h"
#include "Envelope.h"
#include "MessageDate.h"
#include "MimeMessage.h"
#include "ParsedMessage.h"
#include "PartText.h"

#include <algorithm>

namespace
{

// A picture that the HTML shows is no attachment to its reader. The HTML is read only where there is such a
// picture.
class ShownPictures
{
public:
    ShownPictures(const PartTree &tree, const BodyChoice &choice) : m_tree(tree), m_choice(choice) {}

    bool contain(int index)
    {
        const MimePart &part = m_tree[index];
        if (part.contentId.isEmpty())
            return false;
        const QString reference = QStringLiteral("cid:") + QString::fromUtf8(part.contentId);
        return std::any_of(m_choice.html.begin(), m_choice.html.end(), [&](int html) {
            return m_tree[html].type == "text/html" && mayShow(m_tree, html, index) &&
                   htmlOf(html).contains(reference, Qt::CaseInsensitive);
        });
    }

private:
    const QString &htmlOf(int index)
    {
        if (m_read != index)
            m_html = partText(m_tree[index]);
        m_read = index;
        return m_html;
    }

    const PartTree &m_tree;
    const BodyChoice &m_choice;
    int m_read = -1;
    QString m_html;
};

bool hasAttachment(const PartTree &tree, const BodyChoice &choice)
{
    ShownPictures pictures(tree, choice);
    return std::any_of(choice.attachments.begin(), choice.attachments.end(),
                       [&](int index) { return !choice.isShown(index) && !pictures.contain(index); });
}

} // namespace

MessageSummary summarise(QByteArrayView head, qint64 received)
{
    const ParsedMessage message(head);
    const auto &[scan, header, tree, text, choice] = message;

    MessageSummary summary;
    summary.subject = text.text(header.first("Subject"));
    if (Addresses authors = readAddresses(header, text, "From"); !authors.empty())
        summary.from = std::move(authors.front());
    summary.to = readAddresses(header, text, "To");
    summary.preview = readPreview(tree, choice);
    const MessageDate date = dateOf(header, received);
    summary.date = date.seconds;
    summary.dateSource = date.source;
    summary.received = received;
    summary.size = head.size();
    summary.messageId = readMessageIds(header.first("Message-ID")).value(0);
    // In-Reply-To may name several (RFC 5322 §3.6.4).
    const QByteArrayList answered = readMessageIds(header.first("In-Reply-To"));
    summary.inReplyTo = answered.value(0);
    summary.references = readMessageIds(header.first("References"));
    if (summary.references.isEmpty())
        summary.references = answered.mid(1);
    const bool isDamaged = !scan.defects.isEmpty() || !header.defects().isEmpty() ||
                           !tree.defects().isEmpty() || !addressDefects(header).isEmpty();
    summary.flags.setFlag(Flag::HasAttachment, hasAttachment(tree, choice));
    summary.flags.setFlag(Flag::Damaged, isDamaged);
    return summary;
}
