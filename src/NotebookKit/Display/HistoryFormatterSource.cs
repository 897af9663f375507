using NotebookKit.Charts;
using NotebookKit.Training;

namespace NotebookKit.Display;

/// <summary>A training history in a notebook: the curves of loss and accuracy, where it stands, and the last epochs as a table.</summary>
public sealed class HistoryFormatterSource : FormatterSource<History>
{
    private const int MostEpochs = 10;
    private static readonly string[] Columns = ["epoch", "train loss", "train accuracy", "test loss", "test accuracy"];

    /// <inheritdoc/>
    protected override IEnumerable<(string MimeType, Func<History, string> Write)> Forms => [("text/html", Page), ("text/plain", Words)];

    private static string Page(History history)
    {
        EpochRecord[] last = [.. history.Epochs.TakeLast(MostEpochs)];
        string state = Html.Heading(history.ToString());
        return history.Updates.Count == 0 ? state
            : Html.Picture(Draw(history).ToSvg()) + state + (last.Length < 2 ? string.Empty : Html.Table(Title(last, history), Columns, last.Select(Row)));
    }

    private static string Words(History history)
    {
        EpochRecord[] last = [.. history.Epochs.TakeLast(MostEpochs)];
        return history.Updates.Count == 0 ? history.ToString() : $"{history}\n{Draw(history)}" + (last.Length < 2 ? string.Empty : $"\n{Html.PlainTable(Columns, last.Select(Row))}");
    }

    private static string Title(EpochRecord[] last, History history) =>
        last.Length < history.Epochs.Count ? $"The last {last.Length} of {history.Epochs.Count:N0} epochs" : "Epochs";

    private static IReadOnlyList<string> Row(EpochRecord epoch) =>
    [
        $"{epoch.Epoch}", $"{epoch.TrainLoss:F4}", Share(epoch.TrainAccuracy), epoch.TestLoss is { } loss ? $"{loss:F4}" : string.Empty, epoch.TestAccuracy is { } accuracy ? Share(accuracy) : string.Empty,
    ];

    private static string Share(double accuracy) => double.IsNaN(accuracy) ? string.Empty : $"{accuracy:P2}";

    /// <summary>Loss of every update with its moving average, and accuracy; what the set kept aside says as points.</summary>
    public static Figure Draw(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        IReadOnlyList<UpdateRecord> updates = history.Updates;
        IReadOnlyList<EpochRecord> epochs = history.Epochs;
        Numbers x = Numbers.Range(updates.Count);

        // An average over a twentieth of the training: longer ones lag behind where there are few updates.
        double smoothing = 1 - (1 / Math.Clamp(history.PlannedUpdates / 20.0, 1.5, 50));
        Plot Curve(Func<UpdateRecord, double> ofUpdate, Func<EpochRecord, double?> ofEpoch, Axis y)
        {
            List<Series> series = [new LineSeries(x, Numbers.From(updates.Select(ofUpdate))) { Name = "train", Smoothing = smoothing }];
            EpochRecord[] seen = [.. epochs.Where(epoch => ofEpoch(epoch) is not null)];
            if (seen.Length > 0)
            {
                series.Add(new LineSeries(Numbers.From(seen.Select(epoch => (double)epoch.Update)), Numbers.From(seen.Select(epoch => ofEpoch(epoch)!.Value)))
                {
                    Name = "test",
                    Dots = true,
                });
            }

            return new Plot(series) { X = new Axis { Label = "update", Min = 0, Max = Math.Max(1, history.PlannedUpdates) }, Y = y };
        }

        double worst = updates.Select(update => update.Loss).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        Panel loss = new("loss", Curve(update => update.Loss, epoch => epoch.TestLoss, new Axis { Min = 0, Max = Math.Max(worst, 1e-3) }));

        // Where there are no classes there is no accuracy either.
        return updates.All(update => double.IsNaN(update.Accuracy))
            ? new Figure(loss.Content) { Title = loss.Title }
            : new Figure(new Panels([loss, new Panel("accuracy", Curve(update => update.Accuracy, epoch => epoch.TestAccuracy, new Axis { Min = Floor(updates), Max = 1 }))])) { Width = 860 };
    }

    // The interesting part of accuracy lies near 1: the axis begins at the tenth below the first batches' best.
    private static double Floor(IReadOnlyList<UpdateRecord> updates)
    {
        double early = updates.Skip(updates.Count / 20).Select(update => update.Accuracy).Where(double.IsFinite).DefaultIfEmpty(0).Min();
        return Math.Max(0, Math.Floor(early * 10) / 10);
    }
}
