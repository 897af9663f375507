using NotebookKit.Charts;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Attacks;

/// <summary>The loss of one picture over a plane of changes: along an attack, and across it in a random direction.</summary>
/// <remarks>
/// A smooth slope along the attack and a plain across it are what a linear model has. Ridges and cliffs beside the picture are a sign that
/// gradients there say little: a masked gradient. Lecture S2 L12 (the noise); Tramèr et al. 2018 draw such planes.
/// </remarks>
/// <param name="Along">Steps along the attack.</param>
/// <param name="Across">Steps across it.</param>
/// <param name="Losses">The cross-entropy of the true class: a row for each step across, a column for each step along.</param>
/// <param name="Classes">What the model says there.</param>
/// <param name="Label">What the picture shows.</param>
public sealed record LossSurface(Numbers Along, Numbers Across, NumberGrid Losses, NumberGrid Classes, long Label)
{
    /// <summary>The plane of the sign of the gradient and of random signs.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="picture">[C, H, W].</param>
    /// <param name="label">What it shows.</param>
    /// <param name="reach">The largest step, as the epsilon of <see cref="Fgsm"/>; the plane goes from -reach to reach both ways.</param>
    /// <param name="count">Points a side.</param>
    /// <param name="rng">Where the random signs come from; the session's generator when null.</param>
    /// <param name="low">The least valid pixel.</param>
    /// <param name="high">The largest valid pixel.</param>
    public static LossSurface Of(Module model, Tensor picture, long label, double reach = 0.3, int count = 31, Rng? rng = null, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Tensor one = picture.Detach().Unsqueeze(0), labels = Tensor.From([label]);
        Pictures.Check(nameof(LossSurface), model, one, labels, low, high);
        Tensor along;
        using (Victim victim = new(model))
        {
            along = victim.Slope(one, labels).Sign();
        }

        Tensor across = ((Tensor.Bernoulli(one.Shape, 0.5, rng) * 2) - 1).To(one.DType);
        return Of(model, picture, label, along[0], across[0], reach, count, low, high);
    }

    /// <summary>A plane of two directions; every point is cut to the valid range, as attacks are.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="picture">[C, H, W].</param>
    /// <param name="label">What it shows.</param>
    /// <param name="along">The first direction, of the picture's shape.</param>
    /// <param name="across">The second.</param>
    /// <param name="reach">The largest step.</param>
    /// <param name="count">Points a side, 2 or more.</param>
    /// <param name="low">The least valid pixel.</param>
    /// <param name="high">The largest valid pixel.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static LossSurface Of(Module model, Tensor picture, long label, Tensor along, Tensor across, double reach, int count = 31, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(along);
        ArgumentNullException.ThrowIfNull(across);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        if (along.Shape != picture.Shape || across.Shape != picture.Shape)
        {
            throw new ArgumentException($"LossSurface: directions have the shape of the picture, {picture.Shape}, and these have {along.Shape} and {across.Shape}.", nameof(along));
        }

        Pictures.Check(nameof(LossSurface), model, picture.Unsqueeze(0), Tensor.From([label]), low, high);
        using Victim victim = new(model);
        using IDisposable off = Gradient.Off();
        double[] steps = [.. Enumerable.Range(0, count).Select(i => reach * ((2.0 * i / (count - 1)) - 1))];
        Tensor sideways = Tensor.From(steps).To(picture.DType);
        double[] losses = new double[count * count], classes = new double[count * count];
        for (int row = 0; row < count; row++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            Tensor line = Tensor.Stack([.. steps.Select(step => (picture + (along * step) + (across * steps[row])).Clamp(low, high))]);
            Tensor scores = victim.Scores(line), logs = scores.LogSoftmax(1);
            double[] ofLabel = logs[.., (int)label].ToArray<double>();
            long[] said = scores.ArgMax(1).ToArray<long>();
            for (int column = 0; column < count; column++)
            {
                (losses[(row * count) + column], classes[(row * count) + column]) = (-ofLabel[column], said[column]);
            }
        }

        return new(Numbers.From(steps), Numbers.From(steps), NumberGrid.Of(losses, count, count), NumberGrid.Of(classes, count, count), label);
    }

    /// <summary>The range of the losses, in a line.</summary>
    public override string ToString() => $"the loss of a picture of class {Label} over {Losses.Columns} x {Losses.Rows} changes, {Losses.Span.ToArray().Min():G3} to {Losses.Span.ToArray().Max():G3}";

    /// <summary>The height of the loss.</summary>
    /// <param name="title">Stands above; a plain one when null.</param>
    public Figure ToFigure(string? title = null) => Chart.Contour(Along, Across, Losses, title ?? "Loss along the attack and across it", Labels());

    /// <summary>What the model says in the same plane.</summary>
    /// <param name="classNames">Names of the classes; numbers when null.</param>
    /// <param name="title">Stands above; a plain one when null.</param>
    public Figure ToClassFigure(IReadOnlyList<string>? classNames = null, string? title = null)
    {
        int[,] classes = new int[Classes.Rows, Classes.Columns];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i / Classes.Columns, i % Classes.Columns] = (int)Classes.Span[i];
        }

        PlotOptions labels = Labels();
        IEnumerable<Series> regions = [new RegionSeries((Along[0], Along[^1]), (Across[0], Across[^1]), classes)];
        Figure figure = new(new Plot([.. regions, new ScatterSeries(Numbers.From([0.0]), Numbers.From([0.0])) { Name = $"the picture, a {classNames?[(int)Label] ?? $"{Label}"}" }]) { X = new() { Label = labels.XLabel }, Y = new() { Label = labels.YLabel } });
        return figure with { Title = title ?? "What the model says" };
    }

    private static PlotOptions Labels() => new() { XLabel = "step along the attack", YLabel = "step in a random direction" };
}
