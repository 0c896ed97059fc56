// SPDX-License-Identifier: GPL-3.0-or-later
#include "AddressPage.h"

#include "AdviceList.h"
#include "Fonts.h"
#include "Icons.h"
#include "MailProvider.h"
#include "PasswordEdit.h"
#include "Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace
{
const MailProvider *providerOfAddress(const QString &email)
{
    return providerOfDomain(email.mid(email.lastIndexOf(QLatin1Char('@')) + 1));
}

bool isOneLine(const QString &text)
{
    return std::none_of(text.begin(), text.end(),
                        [](QChar c) { return c.category() == QChar::Other_Control; });
}
} // namespace

AddressPage::AddressPage(const QStringList &takenNames, QWidget *parent)
    : QWidget(parent), m_takenNames(takenNames), m_email(new QLineEdit(this)),
      m_password(new PasswordEdit(this)), m_name(new QLineEdit(this)), m_advice(new QLabel(this)),
      m_adviceLink(AdviceList::newLink(this))
{
    m_email->setPlaceholderText(tr("me@example.org"));
    m_email->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    m_advice->setWordWrap(true);
    m_advice->setTextFormat(Qt::PlainText);
    auto *note =
        new QLabel(tr("It is kept in the keychain of your system, and sent to your mail server only."), this);
    note->setWordWrap(true);
    note->setFont(Fonts::small(font()));
    note->setForegroundRole(QPalette::PlaceholderText);
    auto *advice = new QHBoxLayout;
    advice->setSpacing(8);
    advice->addWidget(m_advice, 1);
    advice->addWidget(m_adviceLink, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(labelled(tr("&E-mail address"), m_email, m_emailError));
    layout->addWidget(labelled(tr("Pass&word"), m_password, m_passwordError));
    layout->addWidget(note);
    layout->addLayout(advice);
    layout->addWidget(labelled(tr("&Name of the account"), m_name, m_nameError));
    layout->addStretch();
    layout->addWidget(buildOtherWays());
    setFocusProxy(m_email);
    connect(m_email, &QLineEdit::textEdited, this, &AddressPage::follow);
    connect(m_email, &QLineEdit::textChanged, this, &AddressPage::advise);
    advise();
}

QWidget *AddressPage::labelled(const QString &label, QWidget *field, QLabel *&error)
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto *title = new QLabel(label, box);
    title->setBuddy(field);
    field->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    error = new QLabel(box);
    error->setWordWrap(true);
    error->setFont(Fonts::small(font()));
    error->hide();
    layout->addWidget(title);
    layout->addWidget(field);
    layout->addWidget(error);
    return box;
}

QWidget *AddressPage::buildOtherWays()
{
    auto *ways = new QWidget(this);
    auto *files =
        new QPushButton(Icons::icon(QStringLiteral("folder-open")), tr("&Import mail files…"), ways);
    auto *without = new QPushButton(tr("&Use without an account"), ways);
    auto *layout = new QHBoxLayout(ways);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (QPushButton *way : {files, without}) {
        way->setFlat(true);
        way->setAutoDefault(false);
        layout->addWidget(way);
    }
    layout->addStretch();
    connect(files, &QPushButton::clicked, this, &AddressPage::filesRequested);
    connect(without, &QPushButton::clicked, this, &AddressPage::withoutAccountRequested);
    return ways;
}

void AddressPage::setDraft(const AccountDraft &draft)
{
    m_email->setText(draft.account.email);
    m_lastEmail = draft.account.email;
    m_name->setText(draft.account.name);
    m_password->setText(draft.password);
}

void AddressPage::applyTo(AccountDraft &draft) const
{
    draft.account.email = m_email->text().trimmed();
    draft.account.name = m_name->text().trimmed();
    if (draft.account.name.isEmpty())
        draft.account.name = draft.account.email;
    draft.password = m_password->text();
}

void AddressPage::focusPassword()
{
    m_password->setFocus(Qt::OtherFocusReason);
    m_password->selectAll();
}

// The account is called by its address until somebody gives it another name.
void AddressPage::follow(const QString &email)
{
    if (m_name->text() == m_lastEmail)
        m_name->setText(email);
    m_lastEmail = email;
}

void AddressPage::advise()
{
    const MailProvider *provider = providerOfAddress(m_email->text().trimmed());
    ProviderAdvice advice;
    if (provider)
        advice = ProviderAdvice::forPassword(*provider);
    m_advice->setText(advice.text);
    m_advice->setVisible(!advice.text.isEmpty());
    AdviceList::setLink(*m_adviceLink, advice.linkText, advice.link);
}

void AddressPage::say(QLabel &label, QWidget &field, const QString &error, QWidget *&first) const
{
    QPalette red = palette();
    red.setColor(QPalette::WindowText, Theme::red(palette()));
    label.setPalette(red);
    label.setText(error);
    label.setVisible(!error.isEmpty());
    field.setAccessibleDescription(error);
    if (!error.isEmpty() && !first)
        first = &field;
}

bool AddressPage::validate()
{
    static const QRegularExpression address(QStringLiteral("^[^\\s@]+@[^\\s@]+$"));
    AccountDraft draft;
    applyTo(draft);
    QWidget *first = nullptr;
    say(*m_emailError, *m_email,
        address.match(draft.account.email).hasMatch() ? QString()
                                                      : tr("Enter an address like me@example.org."),
        first);
    const MailProvider *provider = providerOfAddress(draft.account.email);
    // Where the browser is another way, the next page asks which one it is to be.
    const bool needsPassword = !provider || provider->oauth.isEmpty();
    QString wrong;
    if (draft.password.isEmpty() && needsPassword)
        wrong = tr("Enter the password.");
    else if (!isOneLine(draft.password))
        wrong = tr("The password must be one line.");
    say(*m_passwordError, *m_password, wrong, first);
    wrong.clear();
    if (!isOneLine(draft.account.name))
        wrong = tr("The name must be one line of text.");
    else if (m_takenNames.contains(draft.account.name))
        wrong = tr("Another account has this name. Choose a different one.");
    say(*m_nameError, *m_name, wrong, first);
    if (first)
        first->setFocus(Qt::OtherFocusReason);
    return !first;
}
