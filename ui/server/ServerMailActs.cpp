// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of ServerMailWindow that does what its actions say.
#include "ErrorText.h"
#include "FileName.h"
#include "Formatting.h"
#include "MessageBar.h"
#include "ServerMailWindow.h"
#include "ServerTable.h"

#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

void ServerMailWindow::perform(Act act)
{
    switch (act) {
    case Act::Fetch:
        fetchSelected();
        break;
    case Act::Keep:
        choose(ServerMessage::Choice::Keep);
        break;
    case Act::ByRule:
        choose(ServerMessage::Choice::ByRule);
        break;
    case Act::Delete:
        deleteSelected();
        break;
    case Act::Save:
        chooseFile();
        break;
    case Act::Stop:
        m_session.cancelSaveFromServer();
        break;
    }
}

void ServerMailWindow::fetchSelected()
{
    std::vector<MessageId> partial;
    std::vector<ServerMessageKey> missing;
    for (const ServerMessage &message : m_table->selectedMail()) {
        if (!ServerMailModel::canBeFetched(message))
            continue;
        if (message.state == ServerMessage::State::Partial)
            partial.push_back(message.message);
        else
            missing.push_back(message.key);
    }
    if (!missing.empty())
        m_session.retry(missing, this, telling());
    if (!partial.empty())
        m_session.fetchWhole(partial, this, telling());
}

void ServerMailWindow::choose(ServerMessage::Choice choice)
{
    std::vector<ServerMessageKey> keys;
    for (const ServerMessage &message : m_table->selectedMail()) {
        if (ServerMailModel::isOnServer(message) && message.choice != choice)
            keys.push_back(message.key);
    }
    if (!keys.empty())
        m_session.chooseOnServer(keys, choice, this, telling());
}

// What is here as a whole can be let go, and be kept after all until the next check. What is not here would
// be lost: that is asked.
void ServerMailWindow::deleteSelected()
{
    std::vector<ServerMessage> notHere;
    for (const ServerMessage &message : m_table->selectedMail()) {
        if (ServerMailModel::isOnServer(message) && !ServerMailModel::isWholeHere(message))
            notHere.push_back(message);
    }
    if (notHere.empty())
        choose(ServerMessage::Choice::Delete);
    else
        confirmDeletion(notHere);
}

void ServerMailWindow::confirmDeletion(const std::vector<ServerMessage> &notHere)
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Delete on the server"),
                                tr("Delete messages that are not here?"), QMessageBox::NoButton, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("%n chosen message(s) will be lost: the server has the only whole copy.",
                               nullptr, int(notHere.size())));
    auto *accept = box->addButton(tr("Delete for good"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(accept, &QPushButton::clicked, this, [this, notHere] {
        std::vector<ServerMessageKey> missing;
        for (const ServerMessage &message : notHere)
            missing.push_back(message.key);
        std::vector<ServerMessageKey> whole;
        for (const ServerMessage &message : m_table->selectedMail()) {
            if (ServerMailModel::isOnServer(message) && ServerMailModel::isWholeHere(message))
                whole.push_back(message.key);
        }
        if (!whole.empty())
            m_session.chooseOnServer(whole, ServerMessage::Choice::Delete, this, telling());
        m_session.removeUnfetched(missing, this, telling());
    });
    box->open();
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
    m_notice->show(MessageBar::Kind::Notice, QStringLiteral("download"), tr("Saving to %1…").arg(place));
    m_session.saveFromServer(message.key, path, this, [this, place](Result<qint64> result) {
        m_saving = false;
        updateActions();
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
    m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
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
