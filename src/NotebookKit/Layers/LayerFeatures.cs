namespace NotebookKit.Layers;

/// <summary>What a network knows on the way: the outputs of layers inside it.</summary>
public static class LayerFeatures
{
    /// <summary>The outputs of named layers for an input, by name: <c>model.Features(images, "layer1", "layer4.1")</c>.</summary>
    /// <remarks>In training or use as the model is now, and recorded as usual, so that a loss can be made of them. What comes after the last of the layers is computed, too.</remarks>
    /// <param name="model">A model made of <see cref="Block"/>s, as all of NotebookKit.Models.</param>
    /// <param name="input">What the model gets.</param>
    /// <param name="names">Names as <see cref="Module.NamedParameters"/> has them, without the parameter's own.</param>
    /// <exception cref="ArgumentException">A name is no layer that the model walks through.</exception>
    public static IReadOnlyDictionary<string, Tensor> Features(this Block model, Tensor input, params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(names);
        Dictionary<string, Tensor> all = [];
        Walk(model, input, string.Empty, all, [.. names]);
        string[] missing = [.. names.Where(name => !all.ContainsKey(name))];
        return missing.Length == 0 ? all
            : throw new ArgumentException($"Features: {model.GetType().Name} walks through no layer called {string.Join(", ", missing)}; its first levels are {string.Join(", ", model.Children().Select(child => child.Name))}.", nameof(names));
    }

    private static Tensor Walk(Block block, Tensor input, string path, Dictionary<string, Tensor> all, HashSet<string> wanted) => block.Walk(input, (layer, value) =>
    {
        string name = path + block.NameOf(layer);
        Tensor output = layer is Block inner ? Walk(inner, value, name + ".", all, wanted) : layer.Forward(value);
        if (wanted.Contains(name))
        {
            all[name] = output;
        }

        return output;
    });
}
