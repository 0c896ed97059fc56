// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderDetails.h"

#include "Fonts.h"
#include "Formatting.h"
#include "Icons.h"
#include "SafeText.h"
#include "Style.h"

#include <QFontDatabase>
#include <QGridLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace
{
constexpr int mostDetailsHeight = 280; // px
constexpr int fieldLines = 12;
constexpr size_t mostDetailAddresses = 200;
constexpr size_t mostHeaderFields = 2000;
constexpr qsizetype longestHeaderField = 8000;

QString allAddresses(const Addresses &addresses)
{
    QStringList texts;
    for (size_t i = 0; i < addresses.size() && i < mostDetailAddresses; ++i)
        texts += SafeText::oneLine(Formatting::address(addresses[i]), 500);
    QString text = texts.join(QStringLiteral(", "));
    if (addresses.size() > mostDetailAddresses)
        text = HeaderDetails::tr("%1 and %n more", nullptr, int(addresses.size() - mostDetailAddresses))
                   .arg(text);
    return text;
}

// In groups that can be compared by eye.
QString digestInGroups(const QByteArray &sha256)
{
    return QString::fromLatin1(sha256.toHex(' '))
        .remove(u' ')
        .replace(QRegularExpression(QStringLiteral("(.{8})(?=.)")), QStringLiteral("\\1 "));
}
} // namespace

HeaderDetails::HeaderDetails(QWidget *parent)
    : QScrollArea(parent), m_content(new QWidget(this)), m_rows(new QGridLayout),
      m_toggle(new QToolButton(m_content)), m_fields(new QPlainTextEdit(m_content))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // what is in it takes the focus
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setBackgroundRole(QPalette::Base);
    viewport()->setBackgroundRole(QPalette::Base);
    m_content->setBackgroundRole(QPalette::Base);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(3);
    m_rows->setColumnStretch(1, 1);
    m_toggle->setText(tr("All fields of the header"));
    m_toggle->setIcon(Icons::icon(QStringLiteral("chevron-down")));
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setProperty(Style::unfolds, true);
    m_toggle->setCheckable(true);
    m_toggle->setAutoRaise(true);
    m_toggle->setFocusPolicy(Qt::StrongFocus);
    m_fields->setReadOnly(true);
    m_fields->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_fields->setTabChangesFocus(true);
    m_fields->setAccessibleName(tr("All fields of the header"));
    m_fields->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_fields->setFixedHeight(m_fields->fontMetrics().lineSpacing() * fieldLines + 12);
    m_fields->hide();
    auto *layout = new QVBoxLayout(m_content);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(4);
    layout->addLayout(m_rows);
    layout->addWidget(m_toggle, 0, Qt::AlignLeading);
    layout->addWidget(m_fields);
    setWidget(m_content);
    connect(m_toggle, &QToolButton::toggled, this, [this](bool on) {
        m_toggle->setIcon(Icons::icon(on ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
        fillFields();
        m_fields->setVisible(on);
        updateGeometry();
        if (on) // when there is a layout with them
            QTimer::singleShot(0, this, [this] { ensureWidgetVisible(m_fields, 0, 0); });
    });
}

void HeaderDetails::showHeader(const MessageHeader &header)
{
    m_header = header;
    m_stored.reset();
    fill();
    fillFields();
}

void HeaderDetails::showStored(const MessageSummary &summary)
{
    m_stored = summary;
    fill();
}

bool HeaderDetails::showsFields() const
{
    return m_toggle->isChecked();
}

void HeaderDetails::setShowsFields(bool shown)
{
    m_toggle->setChecked(shown);
}

void HeaderDetails::addRow(const QString &name, const QString &value)
{
    if (value.isEmpty())
        return;
    const int row = m_rows->rowCount();
    auto *title = new QLabel(name, m_content);
    title->setTextFormat(Qt::PlainText);
    title->setForegroundRole(QPalette::PlaceholderText);
    title->setFont(Fonts::small(font()));
    auto *text = new QLabel(value, m_content);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setFont(Fonts::small(font()));
    text->setAccessibleName(tr("%1: %2", "field, value").arg(name, value));
    m_rows->addWidget(title, row, 0, Qt::AlignTop);
    m_rows->addWidget(text, row, 1, Qt::AlignTop);
}

void HeaderDetails::fill()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    addRow(tr("From"), allAddresses(m_header.from));
    addRow(tr("Sender"), allAddresses(m_header.sender));
    addRow(tr("Reply to"), allAddresses(m_header.replyTo));
    addRow(tr("To"), allAddresses(m_header.to));
    addRow(tr("Copy to"), allAddresses(m_header.cc));
    addRow(tr("Blind copy to"), allAddresses(m_header.bcc));
    const bool byArrival =
        m_header.dateSource == DateSource::Received || m_header.dateSource == DateSource::Arrival;
    const QString date = Formatting::fullDate(m_header.date);
    addRow(tr("Date"),
           byArrival ? tr("%1, when it arrived; it has no usable date of its own").arg(date) : date);
    addRow(tr("Message ID"), SafeText::oneLine(QString::fromUtf8(m_header.messageId)));
    addRow(tr("Mailing list"), SafeText::oneLine(m_header.listId));
    if (m_stored) {
        addRow(tr("Stored"), Formatting::fullDate(m_stored->received));
        addRow(tr("Size"),
               tr("%1 (%2 bytes)").arg(Formatting::size(m_stored->size), Formatting::count(m_stored->size)));
        addRow(tr("SHA-256"), digestInGroups(m_stored->sha256));
        addRow(tr("ID on the server"), SafeText::oneLine(QString::fromLatin1(m_stored->uidl)));
    }
    updateGeometry();
}

void HeaderDetails::fillFields()
{
    QString text;
    if (m_toggle->isChecked()) {
        for (size_t i = 0; i < m_header.fields.size() && i < mostHeaderFields; ++i) {
            const auto &[name, value] = m_header.fields[i];
            text += tr("%1: %2", "field, value")
                        .arg(SafeText::oneLine(name, 200), SafeText::oneLine(value, longestHeaderField)) +
                    u'\n';
        }
        if (m_header.fields.size() > mostHeaderFields)
            text += tr("%n field(s) more; see the source of the message.", nullptr,
                       int(m_header.fields.size() - mostHeaderFields));
    }
    m_fields->setPlainText(text);
}

QSize HeaderDetails::sizeHint() const
{
    const int wanted = m_content->layout()->hasHeightForWidth()
                           ? m_content->layout()->totalHeightForWidth(qMax(100, width()))
                           : m_content->layout()->totalSizeHint().height();
    return {200, qMin(mostDetailsHeight, wanted)};
}

QSize HeaderDetails::minimumSizeHint() const
{
    return {100, sizeHint().height()};
}

void HeaderDetails::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}
