// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of ServerMailWindow that does what its actions say.
#include "ErrorText.h"
#include "FileName.h"
#include "Formatting.h"
#include "MessageBar.h"
#include "SafeText.h"
#include "ServerMailWindow.h"
#include "ServerPreviewPane.h"
#include "ServerTable.h"
#include "ServerWorkText.h"

#include <QDir>
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

#include <algorithm>

void ServerMailWindow::perform(Act act)
{
    switch (act) {
    case Act::Get:
        return toggleMarks(ServerDesk::Wish::Get);
    case Act::Delete:
        return toggleMarks(ServerDesk::Wish::Remove);
    case Act::Keep:
        return choose(ServerMessage::Choice::Keep);
    case Act::Never:
        return choose(ServerMessage::Choice::Never);
    case Act::ByRule:
        return choose(ServerMessage::Choice::ByRule);
    case Act::Save:
        return chooseFile();
    case Act::Block:
        return askForBlock();
    case Act::Refresh:
        m_isLookErrorTold = false; // who asks again is answered again
        return m_desk->refresh(m_account);
    case Act::Stop:
        return stop();
    }
}

void ServerMailWindow::toggleMarks(ServerDesk::Wish wish)
{
    const bool isGet = wish == ServerDesk::Wish::Get;
    std::vector<ServerMessage> possible;
    bool isAnyUnmarked = false;
    for (ServerMessage &message : m_table->selectedMail()) {
        if (isGet ? !ServerMailModel::canBeFetched(message) : !ServerMailModel::isOnServer(message))
            continue;
        isAnyUnmarked = isAnyUnmarked || !(isGet ? m_model->isToGet(message) : m_model->isToRemove(message));
        possible.push_back(std::move(message));
    }
    setMarks(possible, wish, isAnyUnmarked);
}

void ServerMailWindow::clickMark(const ServerMessage &message, int column)
{
    if (column == ServerMailModel::GetColumn)
        setMarks({message}, ServerDesk::Wish::Get, !m_model->isToGet(message));
    else
        setMarks({message}, ServerDesk::Wish::Remove, !m_model->isToRemove(message));
}

// A message that was told to go earlier, and is still there, is told to stay when its mark is taken away.
void ServerMailWindow::setMarks(const std::vector<ServerMessage> &messages, ServerDesk::Wish wish,
                                bool isMarked)
{
    std::vector<ServerMessageKey> keys;
    std::vector<ServerMessageKey> reprieved;
    for (const ServerMessage &message : messages) {
        keys.push_back(message.key);
        if (wish == ServerDesk::Wish::Remove && !isMarked && message.choice == ServerMessage::Choice::Delete)
            reprieved.push_back(message.key);
    }
    m_desk->setWish(keys, wish, isMarked);
    if (!reprieved.empty())
        m_session.chooseOnServer(reprieved, ServerMessage::Choice::ByRule, this, telling());
}

void ServerMailWindow::choose(ServerMessage::Choice choice)
{
    std::vector<ServerMessageKey> keys;
    for (const ServerMessage &message : m_table->selectedMail()) {
        const bool isPossible = choice == ServerMessage::Choice::Never
                                    ? ServerMailModel::canBeFetched(message)
                                    : ServerMailModel::isOnServer(message);
        if (isPossible && message.choice != choice)
            keys.push_back(message.key);
    }
    if (!keys.empty())
        m_session.chooseOnServer(keys, choice, this, telling());
}

// What is marked, and what was told to go before and is still there.
MarkedWork ServerMailWindow::marked() const
{
    MarkedWork work;
    for (const ServerMessage &message : m_model->messages()) {
        if (m_model->isToGet(message))
            work.get.push_back(message);
        if (m_model->isToRemove(message))
            work.remove.push_back(message);
    }
    return work;
}

// Who only downloads is not asked. What is here can be deleted there without a loss; what is not is named.
void ServerMailWindow::askAndCarryOut()
{
    const MarkedWork work = marked();
    if (work.isEmpty())
        return;
    if (work.remove.empty())
        return carryOut(work);
    const bool isLoss = !work.lost().empty();
    auto *box =
        new QMessageBox(isLoss ? QMessageBox::Warning : QMessageBox::Question, tr("Delete on the server"),
                        ServerWorkText::question(work), QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(ServerWorkText::consequences(work));
    auto *accept =
        box->addButton(isLoss ? tr("Delete for good") : tr("Delete"), QMessageBox::DestructiveRole);
    auto *cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(isLoss ? cancel : accept);
    connect(accept, &QPushButton::clicked, this, [this, work] { carryOut(work); });
    box->open();
}

void ServerMailWindow::carryOut(const MarkedWork &work)
{
    m_working = true;
    updateMarks();
    updateLook();
    m_notice->show(MessageBar::Kind::Notice, QStringLiteral("download"),
                   tr("At work: %1.").arg(ServerWorkText::amount(work)));
    m_desk->carryOut(m_account, work.work(), this, [this, work](Result<FetchReport> report) {
        m_working = false;
        updateMarks();
        updateLook();
        if (!report && report.error().code == ErrorCode::Cancelled)
            return m_notice->show(MessageBar::Kind::Notice, QStringLiteral("info"),
                                  ServerWorkText::stopped());
        if (!report)
            return tell(report.error());
        const bool isGood = !report->error && report->notFetched.empty();
        m_notice->show(isGood ? MessageBar::Kind::Notice : MessageBar::Kind::Failure,
                       isGood ? QStringLiteral("circle-check") : QStringLiteral("circle-alert"),
                       ServerWorkText::outcome(*report, work));
    });
}

void ServerMailWindow::stop()
{
    if (m_saving)
        m_session.cancelSaveFromServer();
    m_desk->stop(m_account);
    if (m_working)
        m_session.cancelCheck(m_account);
}

void ServerMailWindow::saveQuota(qint64 octets)
{
    const Account *const account = known();
    if (!account)
        return;
    Account changed = *account;
    changed.quota = octets;
    saveAccount(changed);
}

void ServerMailWindow::saveAccount(const Account &account, std::function<void()> then)
{
    m_session.saveAccount(account, {}, this, [this, then = std::move(then)](const Result<Account> &saved) {
        if (!saved)
            tell(saved.error());
        else if (then)
            then();
    });
}

// The address is known when the beginning of the message is; until then there is what the list calls him.
void ServerMailWindow::askForBlock()
{
    const std::vector<ServerMessage> selected = m_table->selectedMail();
    if (selected.size() != 1 || !known())
        return;
    const bool isShown = m_table->currentMail() && m_table->currentMail()->key == selected.front().key;
    const QString address = isShown ? m_preview->sender() : QString();
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Block a sender"));
    dialog->setInputMode(QInputDialog::TextInput);
    dialog->setLabelText(
        tr("No check fetches a message any more whose sender contains this text. It stays on\n"
           "the server. The rule is in the account's settings, under “What not to fetch”."));
    dialog->setTextValue(SafeText::oneLine(address.isEmpty() ? selected.front().sender : address));
    dialog->setOkButtonText(tr("Block"));
    connect(dialog, &QInputDialog::textValueSelected, this, &ServerMailWindow::block);
    dialog->open();
}

// Behind the others: who is to be received by a rule of its own still is.
void ServerMailWindow::block(const QString &sender)
{
    const Account *const account = known();
    ReceiveRule rule;
    rule.text = sender.trimmed();
    if (!account || rule.text.isEmpty())
        return;
    Account changed = *account;
    if (std::find(changed.receiveRules.begin(), changed.receiveRules.end(), rule) ==
        changed.receiveRules.end())
        changed.receiveRules.push_back(rule);
    saveAccount(changed, [this, text = rule.text] {
        m_notice->show(MessageBar::Kind::Notice, QStringLiteral("ban"),
                       tr("Nothing more is fetched whose sender contains “%1”.").arg(text));
    });
}

void ServerMailWindow::chooseFile()
{
    const std::vector<ServerMessage> selected = m_table->selectedMail();
    if (selected.size() != 1)
        return;
    auto *dialog = new QFileDialog(this, tr("Save message"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                   tr("Mail messages (*.eml)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("eml"));
    dialog->selectFile(FileName::forSubject(selected.front().subject));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, message = selected.front()](const QString &path) { save(message, path); });
    dialog->open();
}

// What is here as a whole has the server's bytes; for the rest the server is asked.
void ServerMailWindow::save(const ServerMessage &message, const QString &path)
{
    const QString place = QDir::toNativeSeparators(path);
    if (ServerMailModel::isWholeHere(message)) {
        m_session.saveRaw(message.message, path, this, [this, place](Result<void> result) {
            if (!result)
                tell(result.error());
            else
                m_notice->show(MessageBar::Kind::Notice, QStringLiteral("circle-check"),
                               tr("Saved: %1").arg(place));
        });
        return;
    }
    m_saving = true;
    updateActions();
    updateLook();
    m_notice->show(MessageBar::Kind::Notice, QStringLiteral("download"), tr("Saving to %1…").arg(place));
    m_session.saveFromServer(message.key, path, this, [this, place](Result<qint64> result) {
        m_saving = false;
        updateActions();
        updateLook();
        if (result)
            m_notice->show(MessageBar::Kind::Notice, QStringLiteral("circle-check"),
                           tr("Saved: %1 (%2)", "file, size").arg(place, Formatting::size(*result)));
        else
            m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"),
                           tr("%1 If anything came before that, it is in %2.partial.")
                               .arg(errorLine(result.error()), place));
    });
}

void ServerMailWindow::tell(const Error &error)
{
    m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"),
                   errorLine(error, known() ? known()->server.host : QString()));
}

MailSession::Done<void> ServerMailWindow::telling()
{
    return [this](const Result<void> &result) {
        if (!result)
            tell(result.error());
        if (!m_loadTimer.isActive())
            m_loadTimer.start();
    };
}
