using System.Globalization;
using NotebookKit.Charts;
using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>The map after one more layer lost what it had learned.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Likeness">Rank correlation of the sizes with those of the true map.</param>
/// <param name="Map">The map.</param>
public sealed record RandomisedLayer(string Layer, double Likeness, ImportanceMap Map)
{
    /// <summary>The layer and the likeness, in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"down to {Layer}: {Likeness:F2}");
}

/// <summary>The sanity check of explanations: layer by layer, from the last to the first, weights become noise. A map that does not change did not explain what the network had learned.</summary>
/// <remarks>
/// The numbers of each parameter are replaced by normal ones of the same mean and deviation, and stay so while the next layer follows (a cascade).
/// The model is as it was afterwards, also after an error; nobody else should use it meanwhile. Adebayo et al., Sanity checks for saliency maps, 2018.
/// </remarks>
/// <param name="Original">The map of the trained model.</param>
/// <param name="Steps">The maps while layers are lost, the last layer first.</param>
public sealed record WeightRandomisation(ImportanceMap Original, IReadOnlyList<RandomisedLayer> Steps)
{
    /// <summary>The likeness when every layer is noise: near 0 for an explanation, near 1 for a picture of edges.</summary>
    public double Last => Steps[^1].Likeness;

    /// <summary>Does the check for one method and picture.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="explainer">The method.</param>
    /// <param name="picture">[C, H, W] or [1, C, H, W].</param>
    /// <param name="target">The class.</param>
    /// <param name="rng">Where the noise comes from; the session's generator when null.</param>
    /// <param name="progress">Told after each layer.</param>
    /// <exception cref="ArgumentException">The model has no parameters.</exception>
    public static WeightRandomisation Of(Module model, IExplainer explainer, Tensor picture, int target, Rng? rng = null, Action<RandomisedLayer>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(explainer);
        (string Layer, Parameter[] Parameters)[] layers =
        [
            .. model.NamedParameters().GroupBy(named => named.Name.Contains('.', StringComparison.Ordinal) ? named.Name[..named.Name.LastIndexOf('.')] : named.Name)
                .Select(layer => (layer.Key, layer.Select(named => named.Parameter).ToArray())).Reverse(),
        ];
        if (layers.Length == 0)
        {
            throw new ArgumentException($"WeightRandomisation: {model.GetType().Name} has no parameters, so there is nothing it has learned.", nameof(model));
        }

        Rng dice = rng ?? Rng.Current;
        ImportanceMap original = explainer.Explain(model, picture, target);
        List<RandomisedLayer> steps = [];
        (Parameter Parameter, Tensor Before)[] kept = [.. model.Parameters().Distinct().Select(parameter => (parameter, parameter.Detach().Clone().Keep()))];
        try
        {
            foreach ((string layer, Parameter[] parameters) in layers)
            {
                Cancellation.ThrowIfRequested();
                Scramble(parameters, dice);
                ImportanceMap map = explainer.Explain(model, picture, target);
                steps.Add(new(layer, original.Likeness(map), map));
                progress?.Invoke(steps[^1]);
            }
        }
        finally
        {
            Restore(kept);
        }

        return new(original, steps);
    }

    /// <summary>Likeness against layers lost, for several methods.</summary>
    /// <param name="checks">Checks of the same model.</param>
    /// <param name="title">Stands above.</param>
    public static Figure Draw(IReadOnlyList<WeightRandomisation> checks, string title = "Does the map need what was learned?")
    {
        ArgumentNullException.ThrowIfNull(checks);
        return Chart.Lines(
            title,
            new() { XLabel = "layers turned into noise, from the last", YLabel = "rank correlation with the true map", YRange = (-0.2, 1.05) },
            [.. checks.Select(check => (check.Original.Method, Numbers.From([1, .. check.Steps.Select(step => step.Likeness)])))]);
    }

    /// <summary>The method and how its likeness falls, in a line.</summary>
    public override string ToString() =>
        $"{Original.Method}: 1.00, {string.Join(", ", Steps.Select(step => step.Likeness.ToString("F2", CultureInfo.InvariantCulture)))} as {Steps.Count} layers become noise";

    private static void Scramble(Parameter[] parameters, Rng dice)
    {
        using IDisposable off = Gradient.Off();
        foreach (Parameter parameter in parameters)
        {
            double mean = parameter.Mean().Item(), deviation = parameter.Count > 1 ? parameter.StandardDeviation(correction: 0).Item() : Math.Abs(mean);
            parameter.Set((Tensor.Normal(parameter.Shape, 0, 1, dice, parameter.DType) * deviation) + mean);
        }
    }

    private static void Restore((Parameter Parameter, Tensor Before)[] kept)
    {
        using IDisposable off = Gradient.Off();
        foreach ((Parameter parameter, Tensor before) in kept)
        {
            parameter.Set(before);
        }
    }
}
