using NotebookKit.Layers;

namespace NotebookKit.Models;

/// <summary>Weights of torchvision's networks, whose names these models have too.</summary>
public static class TorchWeights
{
    /// <summary>PyTorch's name of a parameter or buffer: <c>bn1.runningMean</c> is <c>bn1.running_mean</c> there.</summary>
    public static string TorchName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int last = name.LastIndexOf('.') + 1;
        return name[..last] + name[last..] switch
        {
            "runningMean" => "running_mean",
            "runningVariance" => "running_var",
            "batchesTracked" => "num_batches_tracked",
            var same => same,
        };
    }

    /// <summary>Takes over a PyTorch state dictionary, as read from a safetensors file: <c>model.LoadTorch(StateDictionary.Read("resnet18.safetensors"))</c>.</summary>
    /// <remarks>Counts of batches may be missing, which older files do not have. All or nothing: when a name or shape does not fit, nothing changes.</remarks>
    /// <param name="model">A model whose names are PyTorch's.</param>
    /// <param name="state">Tensors by PyTorch's names.</param>
    /// <exception cref="ArgumentException">Names are missing or unexpected, or shapes differ; all are listed.</exception>
    public static void LoadTorch(this Module model, IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(state);
        Dictionary<string, Tensor> own = model.NamedBuffers().Where(named => named.Name.EndsWith("batchesTracked", StringComparison.Ordinal))
            .ToDictionary(named => named.Name, named => (Tensor)named.Buffer);
        Dictionary<string, string> names = model.NamedParameters().Select(named => named.Name).Concat(model.NamedBuffers().Select(named => named.Name)).ToDictionary(TorchName);
        foreach ((string name, Tensor tensor) in state)
        {
            own[names.GetValueOrDefault(name, name)] = tensor;
        }

        model.Load(own);
    }
}
