// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiagnosisModel.h"

#include "ErrorText.h"
#include "Formatting.h"

#include <algorithm>

using Kind = DiagnosisStep::Kind;

DiagnosisModel::DiagnosisModel(QObject *parent) : QAbstractListModel(parent) {}

QString DiagnosisModel::nameOf(Kind kind)
{
    switch (kind) {
    case Kind::NameLookup:
        return tr("Find the server's address");
    case Kind::Connect:
        return tr("Connect");
    case Kind::Tls:
        return tr("Encrypt the connection");
    case Kind::Greeting:
        return tr("Hear the server's greeting");
    case Kind::Capabilities:
        return tr("Ask what the server can do");
    case Kind::SignIn:
        return tr("Sign in");
    case Kind::Status:
        return tr("Ask how much mail there is");
    case Kind::Listing:
        return tr("Ask for the names of the messages");
    }
    return {};
}

void DiagnosisModel::begin(const QString &server, ServerSecurity security)
{
    // With STLS the server greets first.
    std::vector<Kind> kinds{Kind::NameLookup, Kind::Connect};
    if (security == ServerSecurity::Tls)
        kinds.push_back(Kind::Tls);
    kinds.push_back(Kind::Greeting);
    if (security == ServerSecurity::StartTls)
        kinds.push_back(Kind::Tls);
    kinds.insert(kinds.end(), {Kind::Capabilities, Kind::SignIn, Kind::Status, Kind::Listing});
    beginResetModel();
    m_server = server;
    m_rows.clear();
    for (const Kind kind : kinds) {
        Row row;
        row.step.kind = kind;
        m_rows.push_back(row);
    }
    endResetModel();
}

void DiagnosisModel::take(const DiagnosisStep &step)
{
    const auto row = std::find_if(m_rows.begin(), m_rows.end(),
                                  [&step](const Row &one) { return one.step.kind == step.kind; });
    if (row == m_rows.end())
        return;
    row->step = step;
    row->state = !step.ok ? State::Running : (*step.ok ? State::Done : State::Failed);
    const QModelIndex changed = index(int(row - m_rows.begin()));
    Q_EMIT dataChanged(changed, changed);
}

void DiagnosisModel::finish(const Diagnosis &diagnosis)
{
    for (const DiagnosisStep &step : diagnosis.steps) {
        if (step.ok)
            take(step);
    }
    stop();
}

void DiagnosisModel::stop()
{
    for (Row &row : m_rows) {
        if (row.state == State::Waiting || row.state == State::Running)
            row.state = State::Skipped;
    }
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(int(m_rows.size()) - 1));
}

bool DiagnosisModel::hasFailed() const
{
    return std::any_of(m_rows.begin(), m_rows.end(),
                       [](const Row &row) { return row.state == State::Failed; });
}

QString DiagnosisModel::failedStep() const
{
    for (const Row &row : m_rows) {
        if (row.state == State::Failed)
            return nameOf(row.step.kind);
    }
    return {};
}

// Addresses and capabilities come one to a line, too many for a list that is to be looked over.
QString DiagnosisModel::factsOf(const Row &row)
{
    if (row.state != State::Done && row.state != State::Failed)
        return {};
    if (row.step.kind == Kind::NameLookup)
        return row.step.detail.simplified();
    if (row.step.kind != Kind::Capabilities)
        return row.step.detail;
    return row.step.detail.split(QLatin1Char('\n'), Qt::SkipEmptyParts).join(QStringLiteral(" · "));
}

QString DiagnosisModel::wordsOf(const Row &row) const
{
    switch (row.state) {
    case State::Waiting:
        return {};
    case State::Running:
        return tr("Under way…");
    case State::Skipped:
        return tr("Not tried");
    case State::Done:
        return {};
    case State::Failed:
        break;
    }
    if (!row.step.error)
        return tr("This step failed.");
    const ErrorWords words = errorWords(*row.step.error, m_server);
    QStringList lines{words.sentence, words.nextStep, words.serverWords};
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

QString DiagnosisModel::asText() const
{
    QString text;
    for (const Row &row : m_rows) {
        const QString result = row.state == State::Done ? tr("works, %1 ms").arg(row.step.milliseconds)
                                                        : (row.state == State::Failed
                                                               ? tr("fails, %1 ms").arg(row.step.milliseconds)
                                                               : tr("not tried"));
        text += tr("%1: %2", "step, result").arg(nameOf(row.step.kind), result) + QLatin1Char('\n');
        for (const QString &block : {wordsOf(row), row.step.detail}) {
            if (row.state != State::Done && row.state != State::Failed)
                break;
            for (const QString &line : block.split(QLatin1Char('\n'), Qt::SkipEmptyParts))
                text += QStringLiteral("    ") + line + QLatin1Char('\n');
        }
    }
    return text;
}

int DiagnosisModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant DiagnosisModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    const bool ended = row.state == State::Done || row.state == State::Failed;
    switch (role) {
    case Qt::DisplayRole:
        return nameOf(row.step.kind);
    case StateRole:
        return int(row.state);
    case WordsRole:
        return wordsOf(row);
    case FactsRole:
        return factsOf(row);
    case TimeRole:
        return ended ? tr("%1 ms").arg(Formatting::count(row.step.milliseconds)) : QString();
    case Qt::AccessibleTextRole: {
        const QString result = row.state == State::Done ? tr("works") : wordsOf(row);
        QStringList parts{nameOf(row.step.kind), result, factsOf(row)};
        parts.removeAll(QString());
        return parts.join(QStringLiteral(": "));
    }
    default:
        return {};
    }
}
