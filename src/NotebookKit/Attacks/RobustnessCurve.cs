using NotebookKit.Charts;
using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;

namespace NotebookKit.Attacks;

/// <summary>The accuracy of one model under one attack.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Attack">The attack's name.</param>
/// <param name="Accuracies">The share of pictures that are read right, one for each size.</param>
public sealed record RobustnessLine(string Model, string Attack, IReadOnlyList<double> Accuracies)
{
    /// <summary>Model, attack and accuracies in a line.</summary>
    public override string ToString() => $"{Model}, {Attack}: {string.Join("  ", Accuracies.Select(accuracy => $"{accuracy:P1}"))}";
}

/// <summary>Accuracy against the size of attacks, for models and attacks of all kinds.</summary>
/// <remarks>
/// The whole curve says more than one number: where it falls, how fast, and whether it ever reaches 0. A curve that stays up under gradient attacks of
/// any size is a sign of hidden gradients, for at a size of 1 every pixel can be any. Lecture S2 L12.
/// </remarks>
/// <param name="Sizes">Sizes of the attacks.</param>
/// <param name="Lines">A line for each model and attack.</param>
public sealed record RobustnessCurve(IReadOnlyList<double> Sizes, IReadOnlyList<RobustnessLine> Lines)
{
    /// <summary>Attacks all models with all attacks of all sizes.</summary>
    /// <param name="models">Names and models.</param>
    /// <param name="attacks">The attacks; their own sizes do not matter.</param>
    /// <param name="sizes">Sizes, 0 or more.</param>
    /// <param name="pictures">[N, ...] of floats.</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="batchSize">Pictures at once.</param>
    /// <param name="progress">Told each line when it is done.</param>
    /// <exception cref="ArgumentException">There is no model, attack or size, or the pictures do not fit.</exception>
    public static RobustnessCurve Of(
        IReadOnlyList<(string Name, Module Model)> models, IReadOnlyList<IAttack> attacks, IReadOnlyList<double> sizes, Tensor pictures, Tensor labels, int batchSize = 250, Action<RobustnessLine>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(attacks);
        ArgumentNullException.ThrowIfNull(sizes);
        if (models.Count == 0 || attacks.Count == 0 || sizes.Count == 0)
        {
            throw new ArgumentException($"RobustnessCurve: takes at least one model, one attack and one size, and got {models.Count}, {attacks.Count} and {sizes.Count}.");
        }

        List<RobustnessLine> lines = [];
        foreach ((string name, Module model) in models)
        {
            foreach (IAttack attack in attacks)
            {
                lines.Add(new(name, attack.Name, [.. sizes.Select(size => Accuracy(model, attack.WithSize(size), pictures, labels, batchSize))]));
                progress?.Invoke(lines[^1]);
            }
        }

        return new(sizes, lines);
    }

    /// <summary>The share of pictures that are read right after an attack.</summary>
    /// <param name="model">Gives scores [N, classes].</param>
    /// <param name="attack">The attack.</param>
    /// <param name="pictures">[N, ...] of floats.</param>
    /// <param name="labels">[N] of Int64.</param>
    /// <param name="batchSize">Pictures at once.</param>
    public static double Accuracy(Module model, IAttack attack, Tensor pictures, Tensor labels, int batchSize = 250) =>
        Share(model, AttackReport.InBatches(model, attack, pictures, labels, batchSize), labels, batchSize);

    /// <summary>The share of pictures that are read right as they are.</summary>
    internal static double Share(Module model, Tensor pictures, Tensor labels, int batchSize = 250)
    {
        using Victim victim = new(model);
        using IDisposable off = Gradient.Off();
        int right = 0;
        for (int first = 0; first < pictures.Shape[0]; first += batchSize)
        {
            using BufferScope scope = new();
            int end = Math.Min(first + batchSize, pictures.Shape[0]);
            long[] shown = labels[first..end].ToArray<long>();
            right += victim.Says(pictures[first..end]).Where((said, i) => said == shown[i]).Count();
        }

        return (double)right / pictures.Shape[0];
    }

    /// <summary>The accuracy on a line at a size, between two sizes on the straight line.</summary>
    /// <param name="line">The line's place.</param>
    /// <param name="accuracy">A share.</param>
    /// <returns>The least size at which the accuracy is that low; NaN when it never is.</returns>
    public double SizeAt(int line, double accuracy)
    {
        IReadOnlyList<double> own = Lines[line].Accuracies;
        for (int i = 0; i < own.Count; i++)
        {
            if (own[i] <= accuracy)
            {
                return i == 0 ? Sizes[0] : Sizes[i - 1] + ((Sizes[i] - Sizes[i - 1]) * (own[i - 1] - accuracy) / (own[i - 1] - own[i]));
            }
        }

        return double.NaN;
    }

    /// <summary>A line of accuracies for each model and attack.</summary>
    public override string ToString() => string.Join('\n', [$"accuracy at sizes {string.Join("  ", Sizes.Select(size => $"{size:G3}"))}", .. Lines.Select(line => line.ToString())]);

    /// <summary>The curves, in percent.</summary>
    /// <param name="title">Stands above; a plain one when null.</param>
    /// <param name="sizeLabel">What sizes are.</param>
    public Figure ToFigure(string? title = null, string sizeLabel = "size of the attack (epsilon)") => Chart.Lines(
        (Numbers)Sizes.ToArray(), title ?? "Accuracy under attack", new PlotOptions { XLabel = sizeLabel, YLabel = "read right, %", YRange = (0, 100) },
        [.. Lines.Select(line => (Lines.All(other => other.Model == line.Model) ? line.Attack : $"{line.Model}, {line.Attack}", (Numbers)line.Accuracies.Select(a => 100 * a).ToArray()))]);
}
