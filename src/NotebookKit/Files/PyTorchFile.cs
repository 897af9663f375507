using System.Buffers.Binary;

namespace NotebookKit.Files;

/// <summary>Reads checkpoints of PyTorch (.pt, .pth): tensors and plain containers, never code.</summary>
/// <remarks>
/// A checkpoint is a pickle, which PyTorch itself warns may run anything. Here a short list of names is understood as
/// data and everything else is refused by its name and offset. Both forms are read: the zip file of PyTorch 1.6 and
/// later, and the older plain one. Whole models (torch.save(model)) and TorchScript hold code and are refused; save
/// model.state_dict(). Halves and bfloat16 become float, whole numbers but bytes become long.
/// </remarks>
public static class PyTorchFile
{
    // The older form begins with a pickled number, 0x1950A86A20F9469CFC6C, and the pickled version 1001.
    private static ReadOnlySpan<byte> OldMagic => [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.'];

    private static ReadOnlySpan<byte> OldVersion => [0x80, 2, (byte)'M', 0xE9, 3, (byte)'.'];

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">The most bytes of all tensors, and whether NaN is refused.</param>
    /// <exception cref="InvalidDataException">It is damaged, cut short, too large, or holds anything but tensors and plain containers; the message has file and offset.</exception>
    public static PyTorchCheckpoint Read(string path, FileLimits? limits = null)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, path, limits);
    }

    /// <summary>Reads a checkpoint from a stream.</summary>
    /// <param name="stream">The bytes; read into memory first if they cannot be read from the end.</param>
    /// <param name="name">What an error calls it.</param>
    /// <param name="limits">As for a path.</param>
    /// <exception cref="InvalidDataException">As for a path.</exception>
    public static PyTorchCheckpoint Read(Stream stream, string name = "PyTorch stream", FileLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= FileLimits.Default;
        Stream file = stream.CanSeek ? stream : new MemoryStream(NamedFile.Content(stream, name, limits));
        Span<byte> first = stackalloc byte[2];
        file.Position = 0;
        bool isZip = file.ReadAtLeast(first, 2, throwOnEndOfStream: false) == 2 && first.SequenceEqual("PK"u8);
        file.Position = 0;
        return isZip
            ? FromZip(new ZipContainer(file, name, limits), name, limits)
            : NamedFile.Read(file, name, limits, FromPlain);
    }

    private static PyTorchCheckpoint FromZip(ZipContainer archive, string name, FileLimits limits)
    {
        ZipPart[] pickles = [.. archive.Parts.Where(part => part.Name.Split('/') is [_, "data.pkl"])];
        if (pickles.Length != 1)
        {
            throw new InvalidDataException($"{name}, zip byte 0: not a PyTorch checkpoint: {pickles.Length} parts are called data.pkl, one must be.");
        }

        string root = pickles[0].Name[..^"data.pkl".Length];
        bool bigEndian = archive.Find(root + "byteorder") is { Size: < 100 } order && archive.Read(order).AsSpan().SequenceEqual("big"u8);
        return NamedFile.Naming($"{name}, {pickles[0].Name}", () =>
        {
            byte[] pickle = archive.Read(pickles[0]);
            int at = 0;
            object? saved = PickleReader.Read(pickle, ref at);
            return new PyTorchTensors(Storage, bigEndian, limits).Checkpoint(saved);
        });

        byte[] Storage(PickleStorage storage, long bytes)
        {
            ZipPart part = archive.Find($"{root}data/{storage.Key}") ?? throw new InvalidDataException($"the numbers of storage '{storage.Key}' are missing");
            return part.Size == bytes
                ? archive.Read(part)
                : throw new InvalidDataException($"storage '{storage.Key}' should have {bytes} bytes, and '{part.Name}' has {part.Size}");
        }
    }

    private static PyTorchCheckpoint FromPlain(byte[] file, FileLimits limits)
    {
        if (!file.AsSpan().StartsWith(OldMagic) || !file.AsSpan(OldMagic.Length).StartsWith(OldVersion))
        {
            throw new InvalidDataException("byte 0: not a PyTorch checkpoint: neither a zip file nor the older form by its first bytes");
        }

        int at = OldMagic.Length + OldVersion.Length;
        bool bigEndian = PickleReader.Read(file, ref at) is PickleDict machine && machine.Items.Any(item => item is { Key: "little_endian", Value: false });
        object? saved = PickleReader.Read(file, ref at);
        int listed = at;
        if (PickleReader.Read(file, ref at) is not PickleList keys)
        {
            throw new InvalidDataException($"byte {listed}: the list of storages is missing");
        }

        // Each storage is its count of numbers and the numbers; how long one is says the tensor that uses it.
        List<string> order = [.. keys.Items.Select(key => key as string ?? throw new InvalidDataException($"byte {listed}: the list of storages holds something that is no text"))];
        Dictionary<string, int> sizes = PyTorchTensors.StorageSizes(saved);
        Dictionary<string, (int Start, long Count)> places = new(StringComparer.Ordinal);
        foreach (string key in order)
        {
            long count = file.Length - at >= 8 ? BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at)) : -1;
            long bytes = sizes.TryGetValue(key, out int size) && count >= 0 && count <= file.Length ? count * size : -1;
            if (bytes < 0 || bytes > file.Length - at - 8 || !places.TryAdd(key, (at + 8, bytes)))
            {
                throw new InvalidDataException($"byte {at}: storage '{key}' of {count} numbers is cut short or does not fit the tensors");
            }

            at += 8 + (int)bytes;
        }

        return new PyTorchTensors(Storage, bigEndian, limits).Checkpoint(saved);

        byte[] Storage(PickleStorage storage, long bytes) =>
            places.TryGetValue(storage.Key, out (int Start, long Count) place) && place.Count == bytes
                ? file.AsSpan(place.Start, (int)bytes).ToArray()
                : throw new InvalidDataException($"byte {listed}: storage '{storage.Key}' of {bytes} bytes is missing");
    }
}
