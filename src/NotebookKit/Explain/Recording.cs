using System.Collections;
using NotebookKit.Gradients;
using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>What one layer gave on a forward pass.</summary>
/// <param name="Name">The layer's way through the model, such as features.3.squeeze; #2, #3 where a layer is used again.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Values">What it gave: [N, maps, H, W] or [N, units], say.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed record LayerOutput(string Name, Module Layer, Tensor Values)
{
    /// <summary>The share of numbers that are not zero: how sparse the layer is after a ReLU.</summary>
    public double ActiveShare => Values.Count == 0 ? 0 : Values.CountNonZero().To(DType.Float64).Item() / Values.Count;

    /// <summary>Name, layer, shape and share of numbers that are not zero, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Layer} gives {Values.Shape}, {ActiveShare:P1} not zero");
}

/// <summary>What every layer of a network gives for an input: the activations, in the order in which they were computed.</summary>
/// <remarks>
/// The model is gone through once by <see cref="Block.Walk"/>, in the manner of use and without recording gradients; nothing is left behind in it, also when a
/// layer throws. Blocks stand after the layers inside them. What a block computes between its layers, such as the ReLU of a fire module, is seen in the
/// block's own output only. Lecture S2 L12 (visualizing activations: "for this we need an input image").
/// <code>
/// Recording seen = Recording.Of(model, picture);
/// seen["features.2"].Values                  // [1, 16, 28, 28]
/// </code>
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class Recording : IReadOnlyList<LayerOutput>
{
    private readonly List<LayerOutput> outputs = [];

    private Recording()
    {
    }

    /// <summary>How many layers were used.</summary>
    public int Count => outputs.Count;

    /// <summary>The output at a place of the order.</summary>
    public LayerOutput this[int place] => outputs[place];

    /// <summary>The output of a layer.</summary>
    /// <exception cref="KeyNotFoundException">No layer of that name was recorded.</exception>
    public LayerOutput this[string name] => outputs.Find(output => output.Name == name)
        ?? throw new KeyNotFoundException($"Recording: no layer '{name}' was recorded; there are {string.Join(", ", outputs.Select(output => output.Name))}.");

    /// <summary>Sends an input through a model and keeps what its layers give.</summary>
    /// <param name="model">A model made of <see cref="Block"/>s, as <see cref="Sequential"/> and all of NotebookKit.Models.</param>
    /// <param name="input">What the model gets: a batch.</param>
    /// <param name="layers">Names of the layers to keep; all when null.</param>
    /// <exception cref="ArgumentException">A name is no layer that the model uses, or a layer does not fit what it gets; the message names it.</exception>
    public static Recording Of(Block model, Tensor input, IReadOnlyCollection<string>? layers = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        Recording recording = new();
        HashSet<string>? wanted = layers is null ? null : [.. layers];
        HashSet<string> used = [];
        using (new ModelAtRest(model, freeze: false))
        using (Gradient.Off())
        {
            recording.Walk(model, input, string.Empty, wanted, used);
        }

        string[] missing = [.. (wanted ?? []).Where(name => !used.Contains(name))];
        return missing.Length == 0 ? recording
            : throw new ArgumentException($"Recording: {model.GetType().Name} uses no layer called {string.Join(", ", missing)}; it uses {string.Join(", ", used)}.", nameof(layers));
    }

    /// <summary>A line for each layer.</summary>
    public override string ToString() => string.Join("\n", outputs);

    /// <inheritdoc/>
    public IEnumerator<LayerOutput> GetEnumerator() => outputs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Tensor Walk(Block block, Tensor input, string path, HashSet<string>? wanted, HashSet<string> used) => block.Walk(input, (layer, value) =>
    {
        string name = path + block.NameOf(layer);
        Tensor output = layer is Block inner ? Walk(inner, value, name + ".", wanted, used) : Forward(layer, value, name);
        string own = name;
        for (int again = 2; !used.Add(own); again++)
        {
            own = $"{name}#{again}";
        }

        if (wanted is null || wanted.Contains(own))
        {
            outputs.Add(new(own, layer, output));
        }

        return output;
    });

    private static Tensor Forward(Module layer, Tensor input, string name)
    {
        try
        {
            return layer.Forward(input);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"Recording: layer {name}, {layer}, got {input.Shape}: {e.Message}", e);
        }
    }
}
