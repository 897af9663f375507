using System.Runtime.InteropServices;
using NotebookKit.Files;

namespace NotebookKit.Layers;

/// <content>To and from safetensors files: numbers and names, nothing that could be run.</content>
public sealed partial class StateDictionary
{
    /// <summary>Texts of the file that it was read from, such as who made it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private init; } = new Dictionary<string, string>();

    /// <summary>Whether it was read from a file that carries its SHA-256.</summary>
    internal bool HasChecksum => Metadata.ContainsKey(SafeTensorsFile.ChecksumName);

    /// <summary>Reads a safetensors file; F16 and BF16 become Float32, shorter whole numbers Int64.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowNaN">Whether floats may be NaN; else the first one is an error that says where it stands.</param>
    /// <exception cref="InvalidDataException">It is no safetensors file, a damaged one, or holds NaN.</exception>
    public static StateDictionary Read(string path, bool allowNaN = false)
    {
        SafeTensors file = SafeTensorsFile.Read(path);
        return new StateDictionary(file.Tensors.ToDictionary(named => named.Key, named => Of(named.Key, named.Value, path, allowNaN), StringComparer.Ordinal))
        {
            Metadata = file.Metadata,
        };
    }

    /// <summary>Writes a safetensors file that carries its SHA-256; beside its place first, then moved there, so that it is never half written.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="metadata">Texts to write beside the numbers.</param>
    public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) => Save(path, tensors, metadata);

    /// <summary>Removes what a process that died while writing left beside files of a name such as <c>checkpoint-*</c>.</summary>
    internal static void Sweep(string folder, string pattern) => AtomicFile.Sweep(folder, pattern);

    /// <summary>Writes named tensors.</summary>
    internal static void Save(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        SafeTensorsWriter writer = new([.. tensors.Select(named => Entry(named.Key, named.Value.Detach().Contiguous()))], metadata, withChecksum: true);
        AtomicFile.Write(path, writer.Write);
    }

    private static SafeTensorsWriter.Entry Entry(string name, Tensor tensor)
    {
        (string kind, Action<Stream> write) = tensor.DType switch
        {
            DType.Float32 => ("F32", stream => Write<float>(stream, tensor)),
            DType.Float64 => ("F64", stream => Write<double>(stream, tensor)),
            DType.Int64 => ("I64", stream => Write<long>(stream, tensor)),
            DType.UInt8 => ("U8", stream => Write<byte>(stream, tensor)),
            _ => ("BOOL", (Action<Stream>)(stream => Write<bool>(stream, tensor))),
        };
        return new SafeTensorsWriter.Entry(name, kind, tensor.Shape.ToArray(), tensor.Count, write);
    }

    private static void Write<T>(Stream stream, Tensor tensor)
        where T : unmanaged => stream.Write(MemoryMarshal.AsBytes<T>(tensor.Hosted.Elements<T>()));

    /// <summary>Arrays of a data set as tensors of the same numbers.</summary>
    /// <exception cref="InvalidDataException">One of them is of numbers that no tensor holds.</exception>
    internal static StateDictionary Of(NamedArrays arrays) => new(arrays.ToDictionary(array => array.Key, array => Wrap(array.Value.Values, new Shape((ReadOnlySpan<int>)array.Value.Sizes)), StringComparer.Ordinal));

    private static Tensor Of(string name, SafeTensor tensor, string path, bool allowNaN)
    {
        int odd = allowNaN ? -1 : tensor.Values switch
        {
            float[] numbers => Array.FindIndex(numbers, float.IsNaN),
            double[] numbers => Array.FindIndex(numbers, double.IsNaN),
            _ => -1,
        };
        if (odd >= 0)
        {
            long at = tensor.Offset + ((long)odd * SafeTensorKind.SizeOf(tensor.Kind));
            throw new InvalidDataException($"{path}, byte {at:N0}: tensor {name} holds NaN at place {odd:N0} of {tensor.Values.Length:N0}; read it with allowNaN: true if that is meant.");
        }

        return Wrap(tensor.Values, new Shape((ReadOnlySpan<int>)tensor.Sizes));
    }

    private static Tensor Wrap(Array numbers, Shape shape) => numbers switch
    {
        float[] values => Tensor.Wrap(values, shape),
        double[] values => Tensor.Wrap(values, shape),
        long[] values => Tensor.Wrap(values, shape),
        byte[] values => Tensor.Wrap(values, shape),
        bool[] values => Tensor.Wrap(values, shape),
        _ => throw new InvalidDataException($"numbers of {numbers.GetType().Name} are no tensor's; float, double, long, byte and bool are."),
    };
}
