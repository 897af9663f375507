namespace NotebookKit.Painting;

/// <summary>What the losses on layers share.</summary>
internal static class LayerWeights
{
    /// <summary>The layers, if there are any and their weights are 0 or more.</summary>
    public static IReadOnlyDictionary<string, double> Checked(string loss, IReadOnlyDictionary<string, double> layers) =>
        layers.Count == 0 ? throw new ArgumentException($"{loss}: name one layer at least, with its weight.", nameof(layers))
        : layers.FirstOrDefault(layer => !(layer.Value >= 0) || !double.IsFinite(layer.Value)) is { Key: not null } wrong ? throw new ArgumentException($"{loss}: the weight of {wrong.Key} is {wrong.Value}; weights are 0 or more.", nameof(layers))
        : layers;

    /// <summary>The sum of squares, never 0.</summary>
    public static double Size(Tensor target) => Math.Max(target.Square().Sum().Item(), 1e-12);

    /// <summary>The layers, with the weights that are not 1.</summary>
    public static string Text(IReadOnlyDictionary<string, double> layers) => string.Join(", ", layers.Select(layer => layer.Value == 1 ? layer.Key : FormattableString.Invariant($"{layer.Key} x {layer.Value:G4}")));
}
