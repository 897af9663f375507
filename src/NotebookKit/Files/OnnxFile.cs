namespace NotebookKit.Files;

/// <summary>Reads the weights of an ONNX file: the initialisers of its graph. The graph itself is not run.</summary>
/// <remarks>
/// An ONNX file is a ModelProto in Protocol Buffers (onnx.proto3); the weights are the field "initializer" of its graph.
/// Floats of 16 (both kinds), 32 and 64 bits, whole numbers of 8 to 64 bits and booleans are read, raw or as lists.
/// Weights in other files, sparse ones, texts and kinds below 8 bits are refused by name.
/// </remarks>
public static class OnnxFile
{
    private const int Graph = 7, Initializer = 5, SparseInitializer = 15;

    /// <summary>Reads the weights.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The most bytes, and whether NaN is refused.</param>
    /// <exception cref="InvalidDataException">It is damaged, cut short, too large, or holds a kind of weight that is not read; the message has file and offset.</exception>
    public static NamedArrays ReadWeights(string path, FileLimits? limits = null) => NamedFile.Read(path, limits, Weights);

    /// <summary>Reads the weights from a stream, to its end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="limits">As for a path.</param>
    /// <exception cref="InvalidDataException">As for a path.</exception>
    public static NamedArrays ReadWeights(Stream stream, string name = "ONNX stream", FileLimits? limits = null) =>
        NamedFile.Read(stream, name, limits, Weights);

    private static NamedArrays Weights(byte[] file, FileLimits limits)
    {
        NamedArrays weights = new(limits);
        bool found = false;
        ProtoReader model = new(file, 0);
        while (model.Next())
        {
            if (model.Field != Graph || !model.HasBytes)
            {
                continue;
            }

            found = true;
            ProtoReader graph = new(model.Bytes, model.BytesOffset);
            while (graph.Next())
            {
                if (graph.Field == SparseInitializer)
                {
                    throw new InvalidDataException($"byte {graph.BytesOffset}: sparse weights are not read.");
                }

                if (graph.Field == Initializer && graph.HasBytes)
                {
                    OnnxTensor tensor = OnnxTensor.Parse(graph.Bytes, graph.BytesOffset);
                    int offset = graph.BytesOffset;
                    NamedFile.Naming($"byte {offset}", () =>
                    {
                        weights.Add(tensor.Name, tensor.Array);
                        return tensor;
                    });
                }
            }
        }

        return found ? weights : throw new InvalidDataException("byte 0: not an ONNX model: there is no graph.");
    }
}
