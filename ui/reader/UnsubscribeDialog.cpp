// SPDX-License-Identifier: GPL-3.0-or-later
#include "UnsubscribeDialog.h"

#include "Fonts.h"
#include "HostName.h"
#include "ShownText.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace
{

constexpr int narrowest = 460; // px

QString question(const Unsubscription &way)
{
    if (!way.oneClick.isEmpty())
        return UnsubscribeDialog::tr("Poplar will ask %1 once to send you no more of it. Your address stands "
                                     "in the request only as "
                                     "far as the list put it there; nothing else about you is sent.")
            .arg(shownHost(way.oneClick.host()));
    if (!way.link.isEmpty())
        return UnsubscribeDialog::tr("This list cannot be left with one click. Its page opens in your "
                                     "browser; its operator sees that you "
                                     "were there.");
    return UnsubscribeDialog::tr("This list is left by a message to the address below.");
}

QUrl placeOf(const Unsubscription &way)
{
    if (!way.oneClick.isEmpty())
        return way.oneClick;
    return way.link.isEmpty() ? way.mail : way.link;
}

} // namespace

UnsubscribeDialog::UnsubscribeDialog(const Unsubscription &way, const QString &list, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Leave mailing list"));
    setAttribute(Qt::WA_DeleteOnClose);
    const auto label = [this](const QString &text) {
        auto *made = new QLabel(text, this);
        made->setTextFormat(Qt::PlainText);
        made->setWordWrap(true);
        made->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        return made;
    };
    const QString name = ShownText::line(list);
    auto *title = label(name.isEmpty() ? tr("Leave this mailing list?") : tr("Leave “%1”?").arg(name));
    title->setFont(Fonts::demiBold(font()));
    const QUrl place = placeOf(way);
    auto *address = label(ShownText::line(place.toDisplayString(QUrl::FullyEncoded)));
    address->setForegroundRole(QPalette::PlaceholderText);
    address->setAccessibleName(tr("Address"));

    auto *buttons = new QDialogButtonBox(this);
    auto *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setDefault(true);
    auto *go = buttons->addButton(way.oneClick.isEmpty()
                                      ? (way.link.isEmpty() ? tr("&Write a message") : tr("&Open the page"))
                                      : tr("&Unsubscribe"),
                                  QDialogButtonBox::AcceptRole);
    go->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this, way, place] {
        if (way.oneClick.isEmpty())
            Q_EMIT linkActivated(place);
        else
            Q_EMIT wanted(place);
        accept();
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(12);
    for (QWidget *widget : std::initializer_list<QWidget *>{title, label(question(way)), address, buttons})
        layout->addWidget(widget);
    setMinimumWidth(narrowest);
}
