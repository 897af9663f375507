namespace NotebookKit.Layers;

/// <summary>Which of a model's parameters are weights between neurons, and which only shift or scale.</summary>
public static class ModuleWeights
{
    /// <summary>The weights of a model: all parameters but the biases and what belongs to normalisations.</summary>
    /// <remarks>Penalties hold weights small and leave biases alone (lecture S2 L5): a bias is one number a neuron and lets no noise of the inputs in.</remarks>
    /// <param name="model">A model, or a single layer.</param>
    public static IEnumerable<Parameter> Weights(this Module model) => model.NamedWeights().Select(named => named.Weight);

    /// <summary>The weights of a model with their names.</summary>
    /// <inheritdoc cref="Weights"/>
    public static IEnumerable<(string Name, Parameter Weight)> NamedWeights(this Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        HashSet<Parameter> left = [];
        Normalisations(model, left);
        return model.NamedParameters().Where(named => !left.Contains(named.Parameter) && !IsBias(named.Name)).Select(named => (named.Name, named.Parameter));
    }

    /// <summary>Whether a parameter's own name, the part after the last dot, says that it is a bias.</summary>
    internal static bool IsBias(string name) => name[(name.LastIndexOf('.') + 1)..].Contains("bias", StringComparison.OrdinalIgnoreCase);

    private static void Normalisations(Module module, HashSet<Parameter> found)
    {
        if (module is BatchNorm or LayerNorm or GroupNorm or InstanceNorm2d or RmsNorm)
        {
            found.UnionWith(module.Parameters());
        }

        foreach ((_, Module child) in module.Children())
        {
            Normalisations(child, found);
        }
    }
}
