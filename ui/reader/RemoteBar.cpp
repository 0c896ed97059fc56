// SPDX-License-Identifier: GPL-3.0-or-later
#include "RemoteBar.h"

#include "HostName.h"
#include "MailReading.h"
#include "MailSession.h"
#include "PictureLoad.h"
#include "SafeText.h"

#include <QFontMetrics>
#include <QMenu>
#include <QPushButton>

#include <utility>

namespace
{
constexpr int arrivalPause = 200; // ms
constexpr int longestName = 220;  // px of an address on a button
enum Button { Once, Sender, More };

// As text of a button or a menu.
QString mnemonicFree(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}
} // namespace

RemoteBar::RemoteBar(MailSession &session, QWidget *parent) : MessageBar(parent), m_session(session)
{
    m_arrivals.setSingleShot(true);
    m_arrivals.setInterval(arrivalPause);
    connect(&m_arrivals, &QTimer::timeout, this, &RemoteBar::bodyWanted);
    connect(this, &MessageBar::buttonClicked, this, &RemoteBar::act);
    connect(&session.reading(), &MailReading::consentsChanged, this, [this] {
        if (m_message != 0)
            Q_EMIT bodyWanted();
    });
}

RemoteBar::~RemoteBar() = default;

void RemoteBar::clear()
{
    m_message = 0;
    m_once = false;
    m_isMeant = false;
    m_tried.clear();
    pause();
}

void RemoteBar::pause()
{
    m_load.reset();
    m_arrivals.stop();
    m_urls.clear();
    m_state = State::Hidden;
    hide();
}

void RemoteBar::showFor(MessageId message, const MessageBody &body)
{
    const bool isAnother = message != m_message;
    if (isAnother)
        clear();
    m_message = message;
    const Addresses &from = body.header.from;
    m_sender = from.size() == 1 && !m_isOnceOnly ? from.front().address : QString();
    m_pixels = qMin(body.trackingPixels, body.remoteImages);
    m_pictures = body.remoteImages - m_pixels;
    if (body.remotePictures != m_urls) {
        m_urls = body.remotePictures;
        m_load.reset();
    }
    if (!m_urls.isEmpty()) {
        m_isMeant = false;
        loadMissing();
        return;
    }
    m_load.reset(); // what was allowed is not any more
    m_tried.clear();
    // A consent does not cover a message whose sender is in doubt; this one was meant all the same.
    if (std::exchange(m_isMeant, false) && !m_once) {
        m_once = true;
        Q_EMIT bodyWanted();
    }
    if (body.remoteImages > 0 && !m_once)
        tellBlocked();
    else if (m_state != State::Hidden) {
        m_state = State::Hidden;
        hide();
    }
}

void RemoteBar::tellBlocked()
{
    if (m_state == State::Blocked) // and maybe closed by the user
        return;
    m_state = State::Blocked;
    if (m_pictures == 0) {
        show(Kind::Notice, QStringLiteral("image-off"),
             tr("%n tracking pixel(s) not loaded, so the sender cannot see that you read this message.",
                nullptr, m_pixels));
        return;
    }
    QString text = tr("%n remote picture(s) not loaded, so the sender cannot see that you read this message.",
                      nullptr, m_pictures);
    if (m_pixels > 0)
        text += QLatin1Char(' ') + tr("Left out for good: %n tracking pixel(s).", nullptr, m_pixels);
    QStringList buttons{tr("Show &once")};
    const bool hasDomain = !ReadingConsent::of(ReadingConsent::Kind::Domain, m_sender).value.isEmpty();
    if (hasDomain) {
        const QString name = fontMetrics().elidedText(m_sender, Qt::ElideMiddle, longestName);
        buttons += tr("&Always for %1", "address of a sender").arg(mnemonicFree(name));
        buttons += tr("&More");
    }
    show(Kind::Warning, QStringLiteral("image-off"), text, buttons);
    if (!hasDomain)
        return;
    button(Sender)->setAccessibleName(tr("Always show remote pictures of %1").arg(m_sender));
    button(Sender)->setToolTip(SafeText::toolTip(m_sender));
    addMenu();
}

void RemoteBar::addMenu()
{
    auto *menu = new QMenu(button(More));
    const QString domain =
        mnemonicFree(shownHost(ReadingConsent::of(ReadingConsent::Kind::Domain, m_sender).value));
    menu->addAction(tr("Always for every address that ends in &@%1 or .%1", "domain").arg(domain), this,
                    [this] { allow(true); });
    button(More)->setMenu(menu);
    button(More)->setAccessibleName(tr("More about remote pictures"));
}

void RemoteBar::act(int button)
{
    if (m_state == State::Loading) {
        stop();
    } else if (m_state == State::Failed) {
        m_tried.clear();
        loadMissing();
    } else if (button == Once) {
        m_once = true;
        Q_EMIT bodyWanted();
    } else if (button == Sender) {
        allow(false);
    }
}

void RemoteBar::allow(bool wholeDomain)
{
    const auto kind = wholeDomain ? ReadingConsent::Kind::Domain : ReadingConsent::Kind::Sender;
    m_session.reading().allowRemote(kind, m_sender, this, [this, message = m_message](Result<void> allowed) {
        if (!allowed)
            Q_EMIT failed(allowed.error());
        else
            m_isMeant = message == m_message;
    });
}

void RemoteBar::loadMissing()
{
    if (m_load)
        return;
    QStringList missing;
    for (const QString &url : m_urls)
        if (!m_session.reading().pictures().has(url) && !m_tried.contains(url))
            missing.append(url);
    if (missing.isEmpty()) {
        tellEnd();
        return;
    }
    for (const QString &url : missing)
        m_tried.insert(url);
    m_load = m_session.reading().load(m_message, missing);
    connect(m_load.get(), &PictureLoad::progressed, this, [this] {
        if (!m_arrivals.isActive())
            m_arrivals.start();
        tellLoading();
    });
    connect(m_load.get(), &PictureLoad::finished, this, [this] {
        m_load.release()->deleteLater(); // it is who says so
        m_arrivals.stop();
        Q_EMIT bodyWanted();
        tellEnd();
    });
    tellLoading();
}

void RemoteBar::tellLoading()
{
    m_state = State::Loading;
    const int done = m_load->count() - m_load->left();
    show(Kind::Notice, QStringLiteral("cloud-download"),
         tr("Loading remote pictures: %1 of %2.", "numbers").arg(done).arg(m_load->count()), {tr("&Stop")});
}

void RemoteBar::stop()
{
    m_load.reset();
    m_arrivals.stop();
    Q_EMIT bodyWanted(); // with what has come
    tellEnd();
}

void RemoteBar::tellEnd()
{
    int missing = 0;
    for (const QString &url : QSet<QString>(m_urls.begin(), m_urls.end()))
        missing += m_session.reading().pictures().has(url) ? 0 : 1;
    if (missing == 0) {
        m_state = State::Hidden;
        hide();
    } else if (m_state != State::Failed) {
        m_state = State::Failed;
        show(Kind::Notice, QStringLiteral("image-off"),
             tr("%n remote picture(s) could not be loaded.", nullptr, missing), {tr("&Try again")});
    }
}
