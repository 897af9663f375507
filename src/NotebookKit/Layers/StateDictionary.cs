using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace NotebookKit.Layers;

/// <summary>Copies of a model's parameters and buffers by name, as they were at a time.</summary>
[Display.TypeFormatterSource(typeof(Display.StateDictionaryFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed partial class StateDictionary : IReadOnlyDictionary<string, Tensor>
{
    private readonly Dictionary<string, Tensor> tensors;

    internal StateDictionary(Dictionary<string, Tensor> tensors) => this.tensors = tensors;

    /// <summary>How many tensors.</summary>
    public int Count => tensors.Count;

    /// <summary>Their names, in the order of the model's fields.</summary>
    public IEnumerable<string> Keys => tensors.Keys;

    /// <summary>The tensors.</summary>
    public IEnumerable<Tensor> Values => tensors.Values;

    /// <summary>The tensor of a name.</summary>
    public Tensor this[string key] => tensors[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value) => tensors.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => tensors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How much it holds, in a line.</summary>
    public override string ToString() => $"state of {Count} tensors, {Values.Sum(tensor => (long)tensor.Count):N0} numbers";
}
