using System.Runtime.CompilerServices;

namespace NotebookKit.Kernels;

/// <summary>Scratch memory of the kernels, kept from call to call: aligned, pinned, of the largest size asked for so far.</summary>
internal static unsafe class Workspace
{
    [ThreadStatic]
    private static byte[]? own;

    [ThreadStatic]
    private static byte[]? shared;

    /// <summary>Room that only the calling thread uses, until its next call.</summary>
    public static T* OfThread<T>(int count)
        where T : unmanaged => Room<T>(ref own, count);

    /// <summary>Room that the calling thread fills and its workers read, until its next call.</summary>
    public static T* Shared<T>(int count)
        where T : unmanaged => Room<T>(ref shared, count);

    private static T* Room<T>(ref byte[]? buffer, int count)
        where T : unmanaged
    {
        const int Line = 64;
        int bytes = checked((count * sizeof(T)) + Line);
        if (buffer is null || buffer.Length < bytes)
        {
            buffer = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        }

        nuint address = (nuint)Unsafe.AsPointer(ref buffer[0]);
        return (T*)((address + Line - 1) & ~(nuint)(Line - 1));
    }
}
