using System.Collections;

namespace NotebookKit.Layers;

/// <summary>Modules one after the other: the result of each is the input of the next.</summary>
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly Module[] layers;

    /// <summary>Makes the chain.</summary>
    public Sequential(params Module[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        this.layers = [.. layers];
    }

    /// <summary>How many modules.</summary>
    public int Count => layers.Length;

    /// <summary>The module at a place.</summary>
    public Module this[int place] => layers[place];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A layer does not fit what it gets; the message names the layer.</exception>
    public override Tensor Forward(Tensor input)
    {
        Saw(input);
        Tensor value = input;
        for (int place = 0; place < layers.Length; place++)
        {
            try
            {
                value = layers[place].Forward(value);
            }
            catch (ArgumentException e) when (!e.Message.StartsWith("Layer ", StringComparison.Ordinal))
            {
                throw new ArgumentException($"Layer {place}, {layers[place]}: {e.Message}", e);
            }
        }

        return value;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => ((IEnumerable<Module>)layers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
