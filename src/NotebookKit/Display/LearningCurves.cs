using NotebookKit.Charts;
using NotebookKit.Training;

namespace NotebookKit.Display;

/// <summary>Learning curves: the loss on what is learned from and on what is kept aside, epoch by epoch.</summary>
public static class LearningCurves
{
    /// <summary>The figure: where the curve of the set kept aside turns up, the model begins to learn by heart. Lecture S4.</summary>
    /// <param name="history">What a trainer wrote down.</param>
    /// <param name="title">Stands above.</param>
    public static Figure Of(History history, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        EpochRecord[] epochs = [.. history.Epochs];
        EpochRecord[] seen = [.. epochs.Where(epoch => epoch.TestLoss is not null)];
        List<Series> series = [new LineSeries(Numbers.From(epochs.Select(epoch => (double)epoch.Epoch)), Numbers.From(epochs.Select(epoch => epoch.TrainLoss))) { Name = "train", Dots = true }];
        if (seen.Length > 0)
        {
            series.Add(new LineSeries(Numbers.From(seen.Select(epoch => (double)epoch.Epoch)), Numbers.From(seen.Select(epoch => epoch.TestLoss!.Value))) { Name = "validation", Dots = true });
        }

        EpochRecord? best = seen.Where(epoch => !double.IsNaN(epoch.TestLoss!.Value)).MinBy(epoch => epoch.TestLoss);
        return new Figure(new Plot(series) { X = new Axis { Label = "epoch" }, Y = new Axis { Label = "loss" } })
        {
            Title = title ?? (best is null ? "learning curves" : $"learning curves, best after epoch {best.Epoch}"),
        };
    }
}
