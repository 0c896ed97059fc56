// SPDX-License-Identifier: GPL-3.0-or-later
#include "DoctorDialog.h"

#include "DiagnosisDelegate.h"
#include "DiagnosisModel.h"
#include "ErrorText.h"
#include "Fonts.h"
#include "Icons.h"
#include "MailSession.h"
#include "Style.h"
#include "WindowSize.h"

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextDocument>
#include <QToolButton>
#include <QVBoxLayout>

DoctorDialog::Source DoctorDialog::sourceOf(MailSession &session)
{
    return {[&session](const ServerSettings &server, const Secrets &secrets, AccountId account,
                       QObject *context, std::function<void(const DiagnosisStep &)> step,
                       std::function<void(Result<Diagnosis>)> done) {
                session.diagnose(server, secrets.password, account, context, std::move(step), std::move(done),
                                 secrets.proxyPassword);
            },
            [&session] { session.cancelDiagnosis(); }};
}

DoctorDialog::DoctorDialog(Source source, const Account &account, const Secrets &secrets, QWidget *parent)
    : QDialog(parent), m_source(std::move(source)), m_account(account), m_secrets(secrets),
      m_model(new DiagnosisModel(this)), m_summary(new QLabel(this)), m_steps(new QListView(this)),
      m_details(new QToolButton(this)), m_log(new QPlainTextEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowFlag(Qt::WindowMinMaxButtonsHint);
    setWindowTitle(tr("Connection to %1").arg(account.server.host));
    openAtSize(*this, {620, 600});
    m_summary->setFont(Fonts::demiBold(font()));
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setContentsMargins(16, 14, 16, 10);
    m_steps->setFrameShape(QFrame::NoFrame);
    m_steps->setModel(m_model);
    m_steps->setItemDelegate(new DiagnosisDelegate(m_steps));
    m_steps->setSelectionMode(QAbstractItemView::NoSelection);
    m_steps->setResizeMode(QListView::Adjust);
    m_steps->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_steps->setAccessibleName(tr("Steps of the connection"));
    m_log->setReadOnly(true);
    m_log->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_log->setTabChangesFocus(true);
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_log->setFrameShape(QFrame::NoFrame);
    m_log->document()->setDocumentMargin(12);
    m_log->setAccessibleName(tr("What was sent and received"));
    m_log->hide();
    m_details->setText(tr("&Details: what was sent and received, without passwords"));
    m_details->setIcon(Icons::icon(QStringLiteral("chevron-right")));
    m_details->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_details->setAutoRaise(true);
    m_details->setCheckable(true);
    m_details->setProperty(Style::unfolds, true);
    m_details->setFocusPolicy(Qt::StrongFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_summary);
    layout->addWidget(m_steps, 3);
    layout->addWidget(m_details, 0, Qt::AlignLeading);
    layout->addWidget(m_log, 2);
    layout->addWidget(buildFoot());
    connect(m_details, &QToolButton::toggled, this, [this](bool on) {
        m_log->setVisible(on);
        m_details->setIcon(
            Icons::icon(on ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    });
    // Heights change with the words of a step.
    connect(m_model, &QAbstractItemModel::dataChanged, m_steps, &QListView::doItemsLayout);
    start();
}

DoctorDialog::~DoctorDialog()
{
    stop();
}

QWidget *DoctorDialog::buildFoot()
{
    auto *foot = new QWidget(this);
    auto *copy = new QPushButton(tr("&Copy"), foot);
    m_again = new QPushButton(tr("Try &again"), foot);
    m_stop = new QPushButton(tr("&Stop"), foot);
    auto *close = new QPushButton(tr("Close"), foot);
    copy->setToolTip(tr("Copy the steps and the details, without passwords, for somebody who helps"));
    close->setDefault(true);
    auto *layout = new QHBoxLayout(foot);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(copy);
    layout->addStretch();
    for (QPushButton *button : {m_again, m_stop, close})
        layout->addWidget(button);
    connect(copy, &QPushButton::clicked, this, &DoctorDialog::copy);
    connect(m_again, &QPushButton::clicked, this, &DoctorDialog::start);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_source.cancel(); });
    connect(close, &QPushButton::clicked, this, &DoctorDialog::reject);
    return foot;
}

void DoctorDialog::start()
{
    stop();
    m_running = true;
    const int number = ++m_number;
    m_model->begin(m_account.server.host, m_account.server.security);
    m_log->clear();
    m_summary->setText(tr("Trying the connection to %1…").arg(m_account.server.host));
    m_again->setVisible(false);
    m_stop->setVisible(true);
    m_source.start(
        m_account.server, m_secrets, m_account.id, this,
        [this, number](const DiagnosisStep &step) {
            if (number == m_number)
                m_model->take(step);
        },
        [this, number](Result<Diagnosis> result) {
            if (number != m_number)
                return;
            if (!result) {
                m_model->stop();
                end(errorLine(result.error(), m_account.server.host));
                return;
            }
            m_model->finish(*result);
            m_log->setPlainText(result->wireLog);
            const QString failed = m_model->failedStep();
            end(!failed.isEmpty()
                    ? tr("This step does not work: %1").arg(failed)
                    : (result->succeeded() ? tr("Everything works.") : tr("Not everything was tried.")));
        });
}

void DoctorDialog::end(const QString &summary)
{
    m_running = false;
    m_summary->setText(summary);
    m_summary->setAccessibleName(summary);
    m_again->setVisible(true);
    m_stop->setVisible(false);
}

void DoctorDialog::stop()
{
    if (!m_running)
        return;
    ++m_number;
    m_running = false;
    m_source.cancel();
}

void DoctorDialog::reject()
{
    stop();
    QDialog::reject();
}

void DoctorDialog::copy() const
{
    QString text = m_summary->text() + QStringLiteral("\n\n") + m_model->asText();
    if (!m_log->toPlainText().isEmpty())
        text += QLatin1Char('\n') + m_log->toPlainText() + QLatin1Char('\n');
    QApplication::clipboard()->setText(text);
}
