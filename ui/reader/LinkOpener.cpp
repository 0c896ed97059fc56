// SPDX-License-Identifier: GPL-3.0-or-later
#include "LinkOpener.h"

#include "HostName.h"
#include "LinkTarget.h"

#include <QDesktopServices>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace
{
QString buttonText(const QString &text, const QString &host)
{
    QString name = host.size() > 60 ? host.left(29) + QChar(0x2026) + host.right(30) : host;
    return text.arg(name.replace(QLatin1Char('&'), QLatin1String("&&")));
}
} // namespace

LinkOpener::LinkOpener(QWidget &parent) : QObject(&parent), m_parent(parent) {}

void LinkOpener::open(const QUrl &link, const MessageBody &body)
{
    static const QStringList allowed{QStringLiteral("http"), QStringLiteral("https"),
                                     QStringLiteral("mailto")};
    if (!allowed.contains(link.scheme().toLower())) {
        Q_EMIT refused(
            tr("A link to “%1” was not opened. Only web and mail addresses are.").arg(linkTarget(link)));
        return;
    }
    const auto lie = std::find_if(body.lyingLinks.begin(), body.lyingLinks.end(), [&](const LyingLink &one) {
        return QUrl(one.target) == link || one.target == link.toString();
    });
    if (lie != body.lyingLinks.end())
        ask(link, lie->shown);
    else if (body.hasUnreadLinks && link.scheme().toLower() != u"mailto")
        askUnread(link);
    else
        hand(link);
}

void LinkOpener::ask(const QUrl &link, const QString &shown)
{
    const QString real = shownHost(link.host());
    const QString said = shownHost(shown);
    auto *box =
        new QMessageBox(QMessageBox::Warning, tr("Misleading link"),
                        tr("This link does not lead where it says."), QMessageBox::NoButton, &m_parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("Its text says %1, but it leads to %2:\n\n%3\n\nSuch links are often used to get at "
           "passwords. Some senders lead their own links over a service that counts clicks: "
           "go there only if you expect that of this one.")
            .arg(said, real, linkTarget(link).left(400)));
    auto *goReal = box->addButton(buttonText(tr("Go to %1"), real), QMessageBox::DestructiveRole);
    auto *goShown = box->addButton(buttonText(tr("Go to %1"), said), QMessageBox::AcceptRole);
    goReal->setObjectName(QStringLiteral("real"));
    goShown->setObjectName(QStringLiteral("shown"));
    auto *cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(cancel);
    box->setEscapeButton(cancel);
    connect(goReal, &QPushButton::clicked, this, [this, link] { hand(link); });
    connect(goShown, &QPushButton::clicked, this, [this, shown] {
        QUrl url;
        url.setScheme(QStringLiteral("https"));
        url.setHost(shown);
        url.setPath(QStringLiteral("/"));
        hand(url);
    });
    box->open();
}

// The message is so full of lies that no other link of it was compared with its words.
void LinkOpener::askUnread(const QUrl &link)
{
    const QString real = shownHost(link.host());
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Misleading links"),
                                tr("This message is full of links that do not lead where they say."),
                                QMessageBox::NoButton, &m_parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("This one leads to %1:\n\n%2\n\nGo there only if you expect that of it.")
                                .arg(real, linkTarget(link).left(400)));
    auto *go = box->addButton(buttonText(tr("Go to %1"), real), QMessageBox::DestructiveRole);
    go->setObjectName(QStringLiteral("real"));
    auto *cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(cancel);
    box->setEscapeButton(cancel);
    connect(go, &QPushButton::clicked, this, [this, link] { hand(link); });
    box->open();
}

void LinkOpener::hand(const QUrl &link)
{
    if (!link.isValid() || !QDesktopServices::openUrl(link))
        Q_EMIT refused(tr("No program was found that opens %1.").arg(linkTarget(link)));
}
