// SPDX-License-Identifier: GPL-3.0-or-later
#include "UpkeepWindow.h"

#include "ErrorText.h"
#include "FindingText.h"
#include "Fonts.h"
#include "StoreUpkeep.h"
#include "WindowSize.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace
{
constexpr int progressSteps = 1000;
} // namespace

UpkeepWindow::UpkeepWindow(StoreUpkeep &upkeep, QWidget *parent)
    : QDialog(parent), m_upkeep(upkeep), m_summary(new QLabel(this)), m_progress(new QProgressBar(this)),
      m_details(new QPlainTextEdit(this)), m_repair(nullptr), m_stop(new QPushButton(tr("&Stop"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Stored mail"));
    openAtSize(*this, {640, 460});
    m_summary->setFont(Fonts::demiBold(font()));
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setText(tr("Every message is kept with the hash it was received with."));
    m_progress->setRange(0, progressSteps);
    m_progress->setAccessibleName(tr("How far the work is"));
    m_details->setReadOnly(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_details->setTabChangesFocus(true);
    m_details->setAccessibleName(tr("What came of it"));
    m_details->setPlaceholderText(tr("What is found or repaired is listed here."));
    auto *running = new QHBoxLayout;
    running->addWidget(m_progress, 1);
    running->addWidget(m_stop);
    auto *works = new QVBoxLayout;
    const auto add = [&](const QString &text, Work work) {
        auto *button = new QPushButton(text, this);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, work] { start(work); });
        works->addWidget(button);
        m_works.append(button);
        return button;
    };
    add(tr("&Check all stored mail"), Work::Check);
    m_repair = add(tr("&Repair what can be repaired"), Work::Repair);
    add(tr("Rebuild the &message list"), Work::RebuildList);
    add(tr("Rebuild the search &index"), Work::RebuildIndex);
    add(tr("Reclaim s&pace"), Work::Reclaim);
    works->addStretch(1);
    auto *middle = new QHBoxLayout;
    middle->addWidget(m_details, 1);
    middle->addLayout(works);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_summary);
    layout->addLayout(running);
    layout->addLayout(middle, 1);
    connect(m_stop, &QPushButton::clicked, &m_upkeep, &StoreUpkeep::cancel);
    m_progress->hide();
    m_stop->hide();
}

UpkeepWindow::~UpkeepWindow()
{
    if (m_isRunning)
        m_upkeep.cancel();
}

QString UpkeepWindow::summary() const
{
    return m_summary->text();
}

QString UpkeepWindow::details() const
{
    return m_details->toPlainText();
}

void UpkeepWindow::start(Work work)
{
    if (m_isRunning)
        return;
    switch (work) {
    case Work::Check:
        return check(false);
    case Work::Repair:
        return m_found ? repair(*m_found) : check(true);
    case Work::RebuildList:
        return rebuildList();
    case Work::RebuildIndex:
        return rebuildIndex();
    case Work::Reclaim:
        return reclaim();
    }
}

void UpkeepWindow::begin(const QString &what)
{
    m_isRunning = true;
    m_summary->setText(what);
    m_details->clear();
    m_progress->setRange(0, 0); // busy, until the first number comes
    m_progress->show();
    m_stop->show();
    for (QPushButton *button : m_works)
        button->setEnabled(false);
}

void UpkeepWindow::progress(qint64 done, qint64 inAll)
{
    if (inAll <= 0)
        return;
    m_progress->setRange(0, progressSteps);
    m_progress->setValue(int(double(done) / double(inAll) * progressSteps));
}

void UpkeepWindow::end(const QString &summary, const QStringList &lines)
{
    m_isRunning = false;
    m_summary->setText(summary);
    m_details->setPlainText(lines.join(QLatin1Char('\n')));
    m_progress->hide();
    m_stop->hide();
    for (QPushButton *button : m_works)
        button->setEnabled(true);
    if (lines.isEmpty() && m_details->hasFocus()) // which it got when the buttons could not have it
        m_works.front()->setFocus(Qt::OtherFocusReason);
}

void UpkeepWindow::fail(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return end(tr("Stopped."));
    const ErrorWords words = errorWords(error);
    end(words.sentence, {words.nextStep, error.detail});
}

QStringList UpkeepWindow::sentences(const VerifyReport &found) const
{
    QStringList lines;
    for (const MessageSummary &message : found.damagedSummaries)
        lines.append(tr("“%1” from %2, %3, is damaged.", "subject, sender, date")
                         .arg(message.subject.isEmpty() ? tr("(no subject)") : message.subject,
                              message.from.name.isEmpty() ? message.from.address : message.from.name,
                              QLocale().toString(QDateTime::fromSecsSinceEpoch(message.date).toLocalTime(),
                                                 QLocale::ShortFormat)));
    return lines + FindingText::found(found.findings);
}

void UpkeepWindow::show(const VerifyReport &found)
{
    m_found = found;
    if (found.isWhole())
        end(tr("%n message(s) checked. Every message is as it was received.", nullptr, int(found.messages)));
    else
        end(FindingText::summary(found), sentences(found));
}

void UpkeepWindow::check(bool thenRepair)
{
    begin(tr("Checking all stored mail…"));
    m_upkeep.verify(
        this, [this](qint64 done, qint64 inAll) { progress(done, inAll); },
        [this, thenRepair](const Result<VerifyReport> &found) {
            if (!found)
                return fail(found.error());
            show(*found);
            if (thenRepair && !found->isWhole())
                repair(*found);
        });
}

// A copy, because what was found is forgotten when the repair begins.
void UpkeepWindow::repair(VerifyReport found)
{
    if (found.isWhole())
        return end(tr("There is nothing to repair."));
    begin(tr("Repairing…"));
    m_found.reset();
    m_upkeep.repair(
        found, this, [this](qint64 done, qint64 inAll) { progress(done, inAll); },
        [this](const Result<RepairReport> &report) {
            if (!report)
                return fail(report.error());
            QString summary = tr("Everything was repaired.");
            if (!report->left.isEmpty())
                summary = tr("%n thing(s) could not be repaired.", nullptr, int(report->left.size()));
            else if (!report->wanted.empty())
                summary = tr("Get mail now: %n message(s) will be fetched again.", nullptr,
                             int(report->wanted.size()));
            end(summary, FindingText::repaired(report->remaining) + FindingText::repaired(report->done));
        });
}

void UpkeepWindow::rebuildList()
{
    begin(tr("Making the list of messages anew from the stored mail…"));
    m_upkeep.rebuildCatalogue(
        this, [this](qint64 done, qint64 inAll) { progress(done, inAll); },
        [this](const Result<int> &messages) {
            if (!messages)
                return fail(messages.error());
            end(tr("The list was made anew: %n message(s). Subjects and senders follow.", nullptr,
                   *messages));
        });
}

void UpkeepWindow::rebuildIndex()
{
    begin(tr("Making the search index anew. Searches are complete meanwhile, only slower."));
    m_upkeep.rebuildIndex(
        this, [this](qint64 done, qint64 inAll) { progress(done, inAll); },
        [this](const Result<void> &done) {
            if (!done)
                return fail(done.error());
            end(tr("The search index was made anew."));
        });
}

void UpkeepWindow::reclaim()
{
    begin(tr("Giving the room of removed mail back to the disk…"));
    m_upkeep.reclaim(
        this, [this](qint64 done, qint64 inAll) { progress(done, inAll); },
        [this](const Result<CompactionStep> &step) {
            if (!step)
                return fail(step.error());
            end(tr("%1 were given back.", "bytes")
                    .arg(QLocale().formattedDataSize(std::max<qint64>(0, step->removed - step->written))),
                FindingText::found(step->findings));
        });
}
