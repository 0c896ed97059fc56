// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlacePage.h"

#include "Fonts.h"
#include "Formatting.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace
{
constexpr int swatch = 20;
const char colourProperty[] = "accountColour";

// A disc of the colour; without one a ring.
QIcon swatchIcon(const QString &colour, const QWidget &on)
{
    QPixmap pixmap(QSize(swatch, swatch) * on.devicePixelRatioF());
    pixmap.setDevicePixelRatio(on.devicePixelRatioF());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colour.isEmpty() ? QPen(on.palette().color(QPalette::PlaceholderText), 1.5)
                                    : QPen(Qt::NoPen));
    if (!colour.isEmpty())
        painter.setBrush(QColor(colour));
    painter.drawEllipse(QRectF(2, 2, swatch - 4, swatch - 4));
    return pixmap;
}
} // namespace

PlacePage::PlacePage(QWidget *parent)
    : QWidget(parent), m_folder(new QComboBox(this)), m_colours(new QHBoxLayout),
      m_group(new QButtonGroup(this))
{
    m_colours->setSpacing(4);
    for (const auto &[colour, name] : {std::pair(QString(), tr("No colour")),
                                       {QStringLiteral("#d64541"), tr("Red")},
                                       {QStringLiteral("#e08e0b"), tr("Orange")},
                                       {QStringLiteral("#b8a100"), tr("Yellow")},
                                       {QStringLiteral("#3f9c57"), tr("Green")},
                                       {QStringLiteral("#1f9aa5"), tr("Turquoise")},
                                       {QStringLiteral("#3b78d8"), tr("Blue")},
                                       {QStringLiteral("#8a63d2"), tr("Violet")},
                                       {QStringLiteral("#c2559d"), tr("Pink")}})
        addColour(colour, name);
    auto *colours = new QHBoxLayout;
    colours->addLayout(m_colours);
    colours->addStretch();
    auto *folderLabel = new QLabel(tr("&New mail of this account goes to"), this);
    folderLabel->setBuddy(m_folder);
    m_folder->setAccessibleName(tr("Folder for new mail"));
    auto *note = new QLabel(tr("Mail that is here already stays where it is."), this);
    note->setFont(Fonts::small(font()));
    note->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(folderLabel);
    layout->addWidget(m_folder, 0, Qt::AlignLeading);
    layout->addWidget(note);
    layout->addSpacing(16);
    layout->addWidget(new QLabel(tr("Its colour, beside its name"), this));
    layout->addLayout(colours);
    layout->addStretch();
    setAccount({});
}

void PlacePage::addColour(const QString &colour, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setIconSize({swatch, swatch});
    button->setIcon(swatchIcon(colour, *this));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    button->setProperty(colourProperty, colour);
    m_group->addButton(button);
    m_colours->addWidget(button);
}

void PlacePage::setAccount(const Account &account)
{
    m_account = account;
    const auto find = [&] {
        const QList<QAbstractButton *> buttons = m_group->buttons();
        const auto found = std::find_if(buttons.begin(), buttons.end(), [&](const QAbstractButton *one) {
            return one->property(colourProperty).toString() == account.colour;
        });
        return found == buttons.end() ? nullptr : *found;
    };
    if (!find())
        addColour(account.colour, account.colour); // of the command line
    find()->setChecked(true);
    m_folder->clear();
    m_folder->addItem(tr("its own inbox"), 0U);
    m_folder->setEnabled(false);
}

void PlacePage::setFolders(const std::vector<Folder> &folders, const std::vector<Account> &accounts)
{
    const auto add = [&](AccountId account, const QString &name) {
        for (const Folder &folder : folders) {
            const bool isOwnInbox = folder.kind == FolderKind::Inbox && folder.account == m_account.id;
            if (folder.account == account && folder.kind != FolderKind::Trash && !isOwnInbox)
                m_folder->addItem(tr("%1 – %2", "account, folder").arg(name, Formatting::folderName(folder)),
                                  quint32(folder.id));
        }
    };
    add(m_account.id, m_account.name);
    for (const Account &account : accounts)
        if (account.id != m_account.id)
            add(account.id, account.name);
    add(localAccount, tr("On this computer"));
    m_folder->setEnabled(true);
    m_folder->setCurrentIndex(qMax(0, m_folder->findData(m_account.targetFolder)));
}

void PlacePage::applyTo(Account &account) const
{
    account.colour = m_group->checkedButton()->property(colourProperty).toString();
    account.targetFolder = m_folder->isEnabled() ? m_folder->currentData().toUInt() : m_account.targetFolder;
}
