(module
  (memory (export "memory") 96)
  ;; next position in [i,to) whose byte is LF, or (when $lead) 0xc3..0xd3 or 0xe1; else to
  (func (export "next") (param $i i32) (param $to i32) (param $n i32) (result i32)
    (local $v v128) (local $mask i32)
    (block $done
      (loop $l
        (br_if $done (i32.ge_u (local.get $i) (local.get $to)))
        (local.set $v (v128.load (local.get $i)))
        (local.set $mask (i8x16.bitmask (v128.or (v128.or
          (i8x16.eq (local.get $v) (i8x16.splat (i32.const 10)))
          (i8x16.le_u (i8x16.sub (local.get $v) (i8x16.splat (i32.const 0xc3))) (i8x16.splat (local.get $n))))
          (i8x16.eq (local.get $v) (i8x16.splat (i32.const 0xe1))))))
        (if (local.get $mask) (then (local.set $i (i32.add (local.get $i) (i32.ctz (local.get $mask)))) (br $done)))
        (local.set $i (i32.add (local.get $i) (i32.const 16)))
        (br $l)))
    (select (local.get $i) (local.get $to) (i32.lt_u (local.get $i) (local.get $to))))
  ;; next position i in [i,to) where byte i is a or A and byte i+d is z or Z; else to
  (func (export "pair") (param $i i32) (param $to i32) (param $a i32) (param $A i32) (param $d i32) (param $z i32) (param $Z i32) (result i32)
    (local $v v128) (local $w v128) (local $mask i32) (local $va v128) (local $vA v128) (local $vz v128) (local $vZ v128)
    (local.set $va (i8x16.splat (local.get $a))) (local.set $vA (i8x16.splat (local.get $A)))
    (local.set $vz (i8x16.splat (local.get $z))) (local.set $vZ (i8x16.splat (local.get $Z)))
    (block $done
      (loop $l
        (br_if $done (i32.ge_u (local.get $i) (local.get $to)))
        (local.set $v (v128.load (local.get $i)))
        (local.set $w (v128.load (i32.add (local.get $i) (local.get $d))))
        (local.set $mask (i8x16.bitmask (v128.and
          (v128.or (i8x16.eq (local.get $v) (local.get $va)) (i8x16.eq (local.get $v) (local.get $vA)))
          (v128.or (i8x16.eq (local.get $w) (local.get $vz)) (i8x16.eq (local.get $w) (local.get $vZ))))))
        (if (local.get $mask) (then (local.set $i (i32.add (local.get $i) (i32.ctz (local.get $mask)))) (br $done)))
        (local.set $i (i32.add (local.get $i) (i32.const 16)))
        (br $l)))
    (select (local.get $i) (local.get $to) (i32.lt_u (local.get $i) (local.get $to))))
)
